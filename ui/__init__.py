"""The pages in the browser. Start with `site` (what stands around every page), then `chat`.

A page each:
`chat`        asking: the conversation, its answers, the evidence beside them
`reports`     the shelf: what stands on it, what may be done to it
`figures`     departments over the years     `goals`    goals and results
`audit`       findings and judgements        `records`  everything that was asked

What is shared, and who may do what:
`services`    one shelf, one pair of models, one desk a process; `watching` tells how they are
`access`      roles and sign-in    `settings`  limits from the environment

A question's way over the page:
`filters`     which reports are asked       `questions`      asking, and whose answers one may see
`asking`      being answered in a thread    `pending`        drawn until it is
`answers`     an answer and what one can do with it; `views` its data, `numbering` its [n]
`evidence`    the panel beside it; `cards` its data    `answer_chart`  its table as a chart
`examples`    questions that can be answered           `conversations` the list in the sidebar
`take_away`   an answer or a conversation as files

Reports and places in them:
`viewer`      a report opened beside what one reads    `report_view`  a place in it as a card
`overview`    a report at a glance    `unread`  what of its file was not read
`upload`      new reports, `intake` on their way, `queue` those that workers read,
`identity_form` which report it is
`shelf`       what may be done to the shelf    `names` what things and people are called,
              `places` where something stands

Drawing: `charts` and `series` their points, `lists` beside details, `selection`, `notices`,
`components` what the browser draws itself, `style`, `plain` (data never becomes Markdown),
`streamlits_words`, `aids` (text size, theme, keys), `address`.
The working paper of an audit: `audit_export`. The visitor's `language`.
"""
