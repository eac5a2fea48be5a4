//! The routes of what is attached to one kind of thing.

/// Lays the routes of what is attached to one kind of thing: the type of its ids, who may read and who may change it, the
/// addresses, and what is answered where there is no such thing or it is not to be changed any more.
#[macro_export]
macro_rules! attachment_routes {
    ($tag:literal, $app:ty, $id:ty, $read:ty, $edit:ty:
     $all:literal, $one:literal, $content:literal, $history:literal, $missing:literal $(, $closed:literal)*) => {
        use actix_web::{
            HttpRequest, HttpResponse, delete, get, patch, post,
            web::{Data, Json as Plain},
        };
        use platform::{
            attachments::{
                Attached, AttachmentBody, AttachmentFilter, AttachmentPatch, Attachments, FileBytes, Incoming, NewAttachment,
                change_of, content_of, history_of, list_of, remove_of, show_of, upload_to,
            },
            auth::Caller,
            http::{
                Created, Gone, History, IfMatch, List, Listing, Named, Once, PageBody, Paging, Parameters, Problem,
                Versioned,
            },
        };

        pub fn add(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config
                .service(list)
                .service(upload)
                .service(show)
                .service(content)
                .service(change)
                .service(remove)
                .service(history);
        }

        /// Attaches a file: its name in the address, its bytes as the body, whatever media type they are sent as.
        ///
        /// What the file is, is found from its bytes; its name has to end accordingly. Taken are PDF, DOCX, XLSX, PPTX, ODT,
        /// ODS, ODP, PNG, JPEG, WebP, GIF, plain text in UTF-8 and CSV, without macros, programs or passwords.
        #[utoipa::path(
            tag = $tag,
            params(
                ("id" = String, Path), NewAttachment,
                ("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once."),
            ),
            request_body(content = FileBytes, content_type = "application/octet-stream"),
            responses((status = 201, body = AttachmentBody)),
            extensions(("x-problems" = json!([
                $missing, $($closed,)* "400 broken_body", "409 too_many_attachments", "409 attachments_full",
                "409 plan_limit_storage", "413 attachment_too_large", "422 attachment_empty",
                "422 attachment_kind_refused", "422 attachment_active", "503 attachments_off", "503 attachments_busy",
            ]))),
        )]
        #[post($all)]
        async fn upload(
            by: Caller<$edit>,
            of: Named<$id>,
            once: Once,
            new: Parameters<NewAttachment>,
            file: Incoming,
            app: Data<$app>,
            attachments: Data<Attachments>,
        ) -> Result<Created<AttachmentBody>, Problem> {
            upload_to(&attachments, &app.db, &by, (*of, new.0, once), file).await
        }

        /// What is attached, newest first.
        #[utoipa::path(
            tag = $tag, params(("id" = String, Path), Paging),
            responses((status = 200, body = PageBody<AttachmentBody>)), extensions(("x-problems" = json!([$missing]))),
        )]
        #[get($all)]
        async fn list(
            by: Caller<$read>,
            of: Named<$id>,
            asked: List<AttachmentFilter>,
            app: Data<$app>,
        ) -> Result<Listing<AttachmentBody>, Problem> {
            list_of(&app.db, &by, *of, asked).await
        }

        /// What is known of an attached file.
        #[utoipa::path(
            tag = $tag, params(("id" = String, Path), ("attachment_id" = String, Path)),
            responses((status = 200, body = AttachmentBody)),
            extensions(("x-problems" = json!([$missing, "404 attachment_not_found"]))),
        )]
        #[get($one)]
        async fn show(
            by: Caller<$read>,
            of: Attached<$id>,
            app: Data<$app>,
        ) -> Result<Versioned<AttachmentBody>, Problem> {
            show_of(&app.db, &by, &of).await
        }

        /// An attached file itself, or a part of it (`Range`). It is answered as something to be saved.
        #[utoipa::path(
            tag = $tag,
            params(
                ("id" = String, Path), ("attachment_id" = String, Path),
                ("range" = Option<String>, Header, description = "One range of bytes."),
                ("if-range" = Option<String>, Header, description = "The ETag of what the range is a part of."),
                ("if-none-match" = Option<String>, Header, description = "The ETag of what is known already."),
            ),
            responses(
                (status = 200, content(
                    (FileBytes = "application/pdf"),
                    (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                    (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                    (FileBytes = "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
                    (FileBytes = "application/vnd.oasis.opendocument.text"),
                    (FileBytes = "application/vnd.oasis.opendocument.spreadsheet"),
                    (FileBytes = "application/vnd.oasis.opendocument.presentation"),
                    (FileBytes = "image/png"), (FileBytes = "image/jpeg"), (FileBytes = "image/webp"),
                    (FileBytes = "image/gif"), (String = "text/plain"), (String = "text/csv"),
                )),
                (status = 206, description = "A part of it, of the same media type."),
                (status = 304, description = "It is what `If-None-Match` names."),
            ),
            extensions(("x-problems" = json!([
                $missing, "404 attachment_not_found", "416 range_not_satisfiable", "503 attachments_off",
            ]))),
        )]
        #[get($content)]
        async fn content(
            by: Caller<$read>,
            of: Attached<$id>,
            request: HttpRequest,
            app: Data<$app>,
            attachments: Data<Attachments>,
        ) -> Result<HttpResponse, Problem> {
            content_of(&attachments, &app.db, &by, &of, &request).await
        }

        /// Changes title or description of an attached file. Another file is another attachment.
        #[utoipa::path(
            tag = $tag, request_body = AttachmentPatch,
            params(
                ("id" = String, Path), ("attachment_id" = String, Path),
                ("if-match" = String, Header, description = "The ETag that was read."),
            ),
            responses((status = 200, body = AttachmentBody)),
            extensions(("x-problems" = json!([$missing, "404 attachment_not_found" $(, $closed)*]))),
        )]
        #[patch($one)]
        async fn change(
            by: Caller<$edit>,
            of: Attached<$id>,
            expected: IfMatch,
            patch: AttachmentPatch,
            app: Data<$app>,
        ) -> Result<Versioned<AttachmentBody>, Problem> {
            change_of(&app.db, &by, &of, expected, &patch).await
        }

        /// Removes an attached file, and its bytes with it.
        #[utoipa::path(
            tag = $tag,
            params(
                ("id" = String, Path), ("attachment_id" = String, Path),
                ("if-match" = String, Header, description = "The ETag that was read."),
            ),
            responses((status = 204)),
            extensions(("x-problems" = json!([$missing, "404 attachment_not_found" $(, $closed)*]))),
        )]
        #[delete($one)]
        async fn remove(
            by: Caller<$edit>,
            of: Attached<$id>,
            expected: IfMatch,
            app: Data<$app>,
            attachments: Data<Attachments>,
        ) -> Result<Gone, Problem> {
            remove_of(&attachments, &app.db, &by, &of, expected).await
        }

        /// What happened to an attached file, newest first.
        #[utoipa::path(
            tag = $tag, params(("id" = String, Path), ("attachment_id" = String, Path)),
            responses((status = 200, body = History)),
            extensions(("x-problems" = json!([$missing, "404 attachment_not_found"]))),
        )]
        #[get($history)]
        async fn history(by: Caller<$read>, of: Attached<$id>, app: Data<$app>) -> Result<Plain<History>, Problem> {
            history_of(&app.db, &by, &of).await
        }
    };
}
