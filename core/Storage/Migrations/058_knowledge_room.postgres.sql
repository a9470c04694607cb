insert into skipped_files (workspace, source, ordinal, path, file, reason, partly, files)
select s.workspace, s.source, p.number - 1, p.problem ->> 'path', '', p.problem ->> 'reason',
       case when p.problem ->> 'partly' = 'true' then 1 else 0 end, coalesce((p.problem ->> 'files')::integer, 1)
from knowledge_sources s cross join lateral json_array_elements(s.problems::json) with ordinality as p(problem, number);
alter table knowledge_sources drop column problems;

insert into document_days (workspace, document_id, day, cited, disliked)
select workspace, document_id, day, count(*), sum(disliked)
from (
    select distinct i.workspace, i.id, s.source ->> 'documentId' as document_id, i.created / 86400000 as day,
           (select count(*) from ratings r where r.workspace = i.workspace and r.interaction_id = i.id
                and (r.thumbs = 'down' or r.overall <= 2)) as disliked
    from interactions i cross join lateral json_array_elements(i.receipt::json -> 'sources') as s(source)
    where i.outcome = 'answered'
) cited
where document_id <> ''
group by workspace, document_id, day;
