insert into skipped_files (workspace, source, ordinal, path, file, reason, partly, files)
select s.workspace, s.source, p.key, json_extract(p.value, '$.path'), '', json_extract(p.value, '$.reason'),
       coalesce(json_extract(p.value, '$.partly'), 0), coalesce(json_extract(p.value, '$.files'), 1)
from knowledge_sources s, json_each(s.problems) p;
alter table knowledge_sources drop column problems;

insert into document_days (workspace, document_id, day, cited, disliked)
select workspace, document_id, day, count(*), sum(disliked)
from (
    select distinct i.workspace, i.id, json_extract(s.value, '$.documentId') as document_id, i.created / 86400000 as day,
           (select count(*) from ratings r where r.workspace = i.workspace and r.interaction_id = i.id
                and (r.thumbs = 'down' or r.overall <= 2)) as disliked
    from interactions i, json_each(i.receipt, '$.sources') s
    where i.outcome = 'answered'
) cited
where document_id <> ''
group by workspace, document_id, day;
