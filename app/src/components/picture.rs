use domain::picture::{Picture, Size};
use leptos::prelude::*;

/// Where the files of pictures are for everybody, while their event is listed.
pub const PUBLIC_PICTURES: &str = "/pictures";

/// The width, in pixels, that browsers without a choice of sizes get.
const MIDDLE: u32 = 960;

/// The picture of an event in a frame of its own, with its credit and a way to see it larger. It is
/// fetched when somebody scrolls to it, and keeps its place until then.
#[component]
pub fn EventPicture(
    /// The picture.
    picture: Picture,
    /// What its addresses begin with: "/pictures".
    #[prop(into)]
    base: String,
    /// Which of several it is, for those who hear its link alone: "before".
    #[prop(optional)]
    which: Option<&'static str>,
) -> impl IntoView {
    let address = |width: u32, kind: &str| format!("{base}/{}/{width}.{kind}", picture.id);
    let sizes = picture.sizes();
    let choices = |kind: &str| {
        let choice = |size: &Size| format!("{} {}w", address(size.width, kind), size.width);
        sizes.iter().map(choice).collect::<Vec<_>>().join(", ")
    };
    let middle = sizes
        .iter()
        .rfind(|size| size.width <= MIDDLE)
        .map_or(picture.size.width, |size| size.width);
    let tall = picture.size.height > picture.size.width;
    let space = if tall {
        "(min-width: 32rem) 28rem, 100vw"
    } else {
        "(min-width: 44rem) 40rem, 100vw"
    };
    let credit = picture.credit.as_ref().map(ToString::to_string);
    let larger = address(picture.size.width, "jpg");
    let (width, height) = (picture.size.width, picture.size.height);
    view! {
        <figure class="picture" class:picture-tall=tall>
            <picture>
                <source type="image/webp" srcset=choices("webp") sizes=space/>
                <img
                    src=address(middle, "jpg")
                    srcset=choices("jpg")
                    sizes=space
                    width=width
                    height=height
                    alt=picture.alt().to_owned()
                    loading="lazy"
                    decoding="async"
                />
            </picture>
            <figcaption>
                {credit.map(|credit| view! { <span>{format!("Picture: {credit}")}</span> })}
                " "
                <a href=larger>
                    "See the picture larger"
                    {which.map(|which| view! { <span class="unseen">{format!(", {which}")}</span> })}
                </a>
            </figcaption>
        </figure>
    }
}
