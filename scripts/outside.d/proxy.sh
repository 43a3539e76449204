#!/usr/bin/env bash
# proxy.sh PROGRAM FOLDER: nginx or Caddy as deploy/ has them, in front of a running copy of the server, which this script
# starts on the database of DATABASE_URL. What docs/operations.md says of the two is asked of them. Ports, places of files
# and the certificate are other ones here; nothing else of the files is.

source "$(dirname -- "${BASH_SOURCE[0]}")/../lib.sh"

program=$1 work=$2/$(basename "$1") name=whatson.example.org
server=${WHATSON_BIN:-$target/debug/whatson}
mkdir -p "$work/logs" "$work/security"
here=$(free_port) http=$(free_port) https=$(free_port) processes=()
finish() { for process in "${processes[@]}"; do { kill "$process" && wait "$process"; } 2>/dev/null || true; done; }
trap finish EXIT
trap 'echo "  stopped at line $LINENO"' ERR

faults=0
# is WHAT EXPECTED FOUND
is() { [[ $3 == "$2" ]] || { echo "  $1: expected [$2], found [$3]" && faults=$((faults + 1)); }; }
# Asks by name, from a network of its own.
ask() {
  curl -s --max-time 60 --interface 127.1.2.3 --cacert "$work/certificate" --connect-to "$name:443:127.0.0.1:$https" \
    --connect-to "$name:80:127.0.0.1:$http" "$@"
}
status() { ask -o "$work/body" -w '%{http_code}' "$@" || true; }
# tls OPTION…: the version and suite that a connection agrees on, or nothing.
tls() {
  { openssl s_client -connect "127.0.0.1:$https" "$@" </dev/null 2>/dev/null || true; } |
    sed -nE 's/^New, (TLSv1\.[0-9]), Cipher is (.*)/\1 \2/p' | sed '/(NONE)/d'
}
until_answers() {
  for _ in {1..100}; do
    [[ $("${@:2}") != 000 ]] && return
    kill -0 "$1" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$name" -addext "subjectAltName=DNS:$name" \
  -keyout "$work/key" -out "$work/certificate" &>"$work/log" || { cat "$work/log" && exit 1; }
# The same places, ports and program for both files.
placed=(-e "s#127\.0\.0\.1:3000#127.0.0.1:$here#" -e "s#/opt/whatson/deploy#$root/deploy#")

case $(basename "$program") in
  nginx)
    {
      ((EUID)) || echo "user root;"
      echo "pid $work/pid; error_log $work/logs/error.log; events {} http {"
      for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $work/$kind;"; done
      # As Debian's own file has it round ours, and weaker still: ours has to hold by itself.
      echo "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers ALL:@SECLEVEL=0; gzip on; access_log $work/logs/access.log;"
      sed "${placed[@]}" -e "s#listen \(\[::\]:\)\?80\b#listen \1$http#; s#listen \(\[::\]:\)\?443\b#listen \1$https#" \
        -e "s#/etc/letsencrypt/live/$name/fullchain.pem#$work/certificate#; s#/etc/letsencrypt/live/$name/privkey.pem#$work/key#" \
        -e "s#/var/log/nginx#$work/logs#" deploy/nginx.conf
      echo "}"
    } >"$work/nginx.conf"
    [[ -e /proc/net/if_inet6 ]] || sed -i '/listen \[::\]/d' "$work/nginx.conf"
    "$program" -t -q -c "$work/nginx.conf" -e "$work/logs/error.log"
    "$program" -c "$work/nginx.conf" -e "$work/logs/error.log" -g 'daemon off;' >"$work/logs/out" 2>&1 &
    ;;
  caddy)
    export HOME=$work XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work
    sed "${placed[@]}" -e "0,/^{/s#^{#{\n\tadmin off\n\tskip_install_trust\n\thttp_port $http\n\thttps_port $https#" \
      -e "s#^\ttls {#\ttls $work/certificate $work/key {#" deploy/Caddyfile >"$work/Caddyfile"
    "$program" validate --adapter caddyfile --config "$work/Caddyfile" &>"$work/log" || { cat "$work/log" && exit 1; }
    "$program" run --adapter caddyfile --config "$work/Caddyfile" >"$work/logs/out" 2>&1 &
    ;;
esac
processes+=($!)
until_answers $! status "http://$name/" || { cat "$work/logs"/* && exit 1; }

# Before the program is there: words of the proxy's own, whatever was asked.
for method in GET POST; do
  is "$method while the program is away" 503 "$(status -X "$method" "https://$name/report/x")"
  is "its page" 1 "$(grep -c '<h1>.* is away for a moment' "$work/body")"
done

unset MAIL_DIR SMTP_URL
PORT=$here SITE_URL=https://$name TRUSTED_PROXY=127.0.0.1 SECURITY_LOG=$work/security RUST_LOG=warn \
  "$server" serve --demo >"$work/server.log" 2>&1 &
processes+=($!)
until_answers $! curl -so /dev/null -w '%{http_code}' "http://127.0.0.1:$here/readyz" || { cat "$work/server.log" && exit 1; }

is "a page" "200 2" "$(ask -o "$work/body" -w '%{http_code} %{http_version}' "https://$name/standards")"
heads() { tr -d '\r' | sed 1d | tr '[:upper:]' '[:lower:]' | grep -vE '^(date|server|connection|keep-alive|transfer-encoding|content-length|x-request-number|x-frame-ancestors|age):' | sort; }
for path in /standards /feed.atom /submit /robots.txt /nothing-here; do
  is "the headers of $path" "$(curl -sD - -o /dev/null "http://127.0.0.1:$here$path" -H "Host: $name" --compressed | heads | sed '/script-src/d')" \
    "$(ask -D - -o /dev/null "https://$name$path" --compressed | heads | sed '/script-src/d')"
done

is "a page by http" "301 https://$name/day/2030-01-01?a=b" "$(ask -o "$work/body" -w '%{http_code} %{redirect_url}' "http://$name/day/2030-01-01?a=b")"
is "a calendar by http, which webcal:// leads to" 301 "$(status "http://$name/calendar.ics")"
for path in /events.json /openapi.json /feed.atom; do is "$path by http" 403 "$(status "http://$name$path")"; done
for method in POST PUT DELETE; do is "$method by http" 403 "$(status -X "$method" -d a=b "http://$name/submit/event")"; done

is "another name by http" 421 "$(status -H 'Host: other.example' "http://$name/")"
is "another name within a connection" 421 "$(status --http1.1 -H 'Host: other.example' "https://$name/")"
is "another name by TLS" "" "$(tls -servername other.example)"
is "no name by TLS" "" "$(tls -noservername)"

is "TLS 1.1" "" "$(tls -servername "$name" -tls1_1 -cipher 'DEFAULT:@SECLEVEL=0')"
is "TLS 1.3" "TLSv1.3" "$(tls -servername "$name" | cut -d ' ' -f 1)"
for suite in $(openssl ciphers -tls1_2 -s 'ALL:@SECLEVEL=0' | tr : ' '); do
  taken=$(tls -servername "$name" -tls1_2 -cipher "$suite:@SECLEVEL=0" | sed -n 's/^TLSv1.2 //p')
  [[ -z $taken || $taken =~ ^ECDHE-RSA-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)$ ]] || is "a suite of TLS 1.2" "none of the kind" "$taken"
done
is "a good suite of TLS 1.2" "TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256" "$(tls -servername "$name" -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256)"

# A picture that is too heavy, and a form: the program's own page, however it comes. A form that is longer than the program
# hears out is answered while it is still being sent, which nginx passes on by HTTP/2 alone.
sent() {
  status -b "$work/cookies" -D "$work/head" -H "Origin: https://$name" "$@"
  if grep -qi '^x-request-number:' "$work/head"; then echo " by the program"; else echo " by the proxy"; fi
}
heavy() { head -c "$1M" /dev/zero >"$work/heavy"; }
ask -o "$work/body" -c "$work/cookies" -H "Origin: https://$name" -d title=Coffee -d type=market "https://$name/submit/event"
for version in --http1.1 --http2; do
  for megabytes in 6 63; do
    heavy "$megabytes"
    is "a file of $megabytes MB ($version)" "422 by the program" "$(sent "$version" -F "file=@$work/heavy;filename=a.jpg" "https://$name/submit/picture")"
    is "its page" 1 "$(grep -c 'The picture must be smaller than 5 MB' "$work/body")"
  done
  heavy 1
  is "a form of 1 MB ($version)" "413 by the program" "$(sent "$version" -H 'Content-Type: application/x-www-form-urlencoded' \
    --data-binary "@$work/heavy" "https://$name/weekly")"
  heavy 66
  found=$(sent "$version" -F "file=@$work/heavy;filename=a.jpg" "https://$name/submit/picture")
  is "a file of 66 MB ($version)" 413 "${found%% *}"
done
heavy 9
is "a form of 9 MB" "413 by the program" "$(sent --http2 -H 'Content-Type: application/x-www-form-urlencoded' \
  --data-binary "@$work/heavy" "https://$name/weekly")"
rm "$work/heavy"

# Whose address it is: what the proxy saw, whatever a visitor says.
ask -o /dev/null -H 'X-Forwarded-For: 203.0.113.9' -H 'Forwarded: for=203.0.113.9' -H "Origin: https://$name" \
  --data-urlencode email=nobody@example.org --data-urlencode password=wrong --data next=/staff "https://$name/staff/sign-in"
sleep 0.5
is "the network that is told of" '127.1.2.0/24' "$(cat "$work"/security/* | grep -oE '[0-9.]+/24' | sort -u)"

# No secret of an address is written down, not even where something fails.
status "https://$name/manage/a-secret-of-a-link" >/dev/null
{ kill "${processes[1]}" && wait "${processes[1]}"; } 2>/dev/null || true
status "https://$name/manage/a-secret-of-a-link" >/dev/null
is "lines with a secret" "" "$(grep -rl a-secret-of-a-link "$work/logs" || true)"

((faults == 0)) || exit 1
