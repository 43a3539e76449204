//! The attribute of a test that has a database of its own. `#[sqlx::test]` would run every migration
//! for every test, and have the compiler read their text as often.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

/// Makes a test of `async fn name(db: PgPool)`: it runs with a database cloned from one that the
/// migrations were run on, see `support::database` of the tests. `#[ignore]` and the like may follow.
#[proc_macro_attribute]
pub fn test(_: TokenStream, function: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = function.into_iter().collect();
    let is = |token: &TokenTree, word: &str| matches!(token, TokenTree::Ident(ident) if ident.to_string() == word);
    let begins = tokens.iter().position(|token| is(token, "async"));
    let named = tokens.iter().position(|token| is(token, "fn"));
    let (Some(begins), Some(name)) = (begins, named.and_then(|at| tokens.get(at + 1))) else {
        return parsed("compile_error!(\"#[harness::test] stands before an async fn\");");
    };
    let name = name.clone();
    let mut body: TokenStream = tokens[begins..].iter().cloned().collect();
    body.extend(parsed("crate::support::database::with_its_own"));
    body.extend([parenthesised(name.clone())]);

    let mut test = parsed("#[::core::prelude::v1::test]");
    test.extend(tokens[..begins].iter().cloned());
    test.extend(parsed("fn"));
    test.extend([name]);
    test.extend(parsed("()"));
    test.extend([TokenTree::from(Group::new(Delimiter::Brace, body))]);
    test
}

fn parenthesised(token: TokenTree) -> TokenTree {
    Group::new(Delimiter::Parenthesis, token.into()).into()
}

fn parsed(rust: &str) -> TokenStream {
    rust.parse().unwrap_or_default()
}
