using System.IO.Compression;
using System.Text;

namespace ChatBot.Core.Tests.Knowledge.Reading.Office;

/// <summary>An office file written part by part.</summary>
internal sealed class TestPackage
{
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private readonly List<(string Path, string Type, string Xml)> _parts = [];
    private readonly Dictionary<string, List<(string Id, string Type, string Target)>> _relations = [];

    /// <param name="type">The content type after "application/vnd.openxmlformats-officedocument.".</param>
    public TestPackage Part(string path, string type, string xml)
    {
        _parts.Add((path, "application/vnd.openxmlformats-officedocument." + type + "+xml", xml));
        return this;
    }

    /// <param name="from">The part that refers; empty for the package.</param>
    public TestPackage Relation(string from, string id, string type, string target)
    {
        if (!_relations.TryGetValue(from, out var relations))
            _relations[from] = relations = [];
        relations.Add((id, $"{Relations}/{type}", target));
        return this;
    }

    public byte[] Bytes()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(
                zip,
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + string.Concat(_parts.Select(part => $"<Override PartName=\"/{part.Path}\" ContentType=\"{part.Type}\"/>"))
                    + "</Types>"
            );
            foreach (var (path, _, xml) in _parts)
                Write(zip, path, xml);
            foreach (var (from, relations) in _relations)
                Write(
                    zip,
                    from.Length == 0 ? "_rels/.rels" : $"{from[..from.LastIndexOf('/')]}/_rels/{from[(from.LastIndexOf('/') + 1)..]}.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                        + string.Concat(
                            relations.Select(relation =>
                                $"<Relationship Id=\"{relation.Id}\" Type=\"{relation.Type}\" Target=\"{relation.Target}\""
                                + $"{(relation.Target.Contains("://") ? " TargetMode=\"External\"" : "")}/>"
                            )
                        )
                        + "</Relationships>"
                );
        }
        return stream.ToArray();
    }

    private static void Write(ZipArchive zip, string path, string xml)
    {
        using var part = zip.CreateEntry(path).Open();
        part.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml));
    }
}
