use domain::form::FormErrors;
use leptos::prelude::*;

/// Every problem of the form at the top of `main`, each a link to its field. It takes the focus,
/// with no script. Nothing is drawn where nothing is wrong.
#[component]
pub fn ErrorSummary(
    /// The form's problems.
    errors: FormErrors,
) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus>
                <h2>"There is a problem"</h2>
                <ul>
                    {errors
                        .0
                        .into_iter()
                        .map(|error| {
                            view! {
                                <li>
                                    <a href=format!("#{}", error.field)>{error.message}</a>
                                </li>
                            }
                        })
                        .collect::<Vec<_>>()}
                </ul>
            </div>
        }
    })
}
