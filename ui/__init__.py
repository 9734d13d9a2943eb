"""The pages in the browser. Start with `site` (what stands around every page), then `chat`.

site              sign-in, language, the table of all pages, and what to do in trouble

A page each:
chat              asking: the conversation, its answers, the evidence beside them
reports           the shelf: what stands on it, what may be done to it
figures           departments over the years
goals             goals and results
audit             findings and judgements
records           everything that was asked

What is shared, and who may do what:
services          one shelf, one pair of models, one desk a process
watching          how these are, at /healthz and /metrics
access            roles and sign-in
settings          what pages show at once, and whom they let in, from the environment

A question's way over the page:
filters           which reports are asked
questions         asking, and whose answers one may see
asking            being answered in a thread
pending           drawn until it is
answers           an answer and what one can do with it
views             the same → the plain data that is drawn
numbering         its evidence → numbered [n] in the order it speaks of it
evidence          the panel beside it
cards             passages → the plain data of the panel
answer_chart      the table of an answer → a chart
examples          what is on the shelf → questions that can be answered
conversations     the list in the sidebar
take_away         an answer or a conversation → files

Reports and places in them:
viewer            a report opened beside what one reads
report_view       a place in it → a card
overview          a report at a glance
unread            what of its file was not read
upload            new reports: dropped, looked at, put on the shelf
intake            files on their way there, in the background
queue             those that workers read: how far, how fast, what failed
identity_form     fields in which a person says which report it is
shelf             what may be done to the shelf, and by whom
audit_export      findings → the working paper

In words:
language          the language a visitor reads in
names             checks, kinds, sides, judgements, people → what they are called
places            a place in a report → where that is, in words
streamlits_words  what Streamlit says in English → in the visitor's language

Drawing:
components/       what the browser draws itself
lists             a list beside the details of the row chosen in it
selection         which rows of a table are chosen
series            indicators → points over the years and tables
charts            points → charts
notices           what went wrong, what to do about it
plain             data → a label that is never Markdown
style             how pages look beyond the theme
aids              text size, theme, keys
address           another page → its address, to lead there
undrawn           what a session keeps of widgets → of those that are drawn
"""
