using System.Text.Json;
using ChatBot.Answering.Corrections;
using ChatBot.TestKit;
using ChatBot.Language;
namespace ChatBot.Benchmarks.Fitting;
internal static class CorrectionsFit
{
    public static async Task RunAsync(string[] a)
    {
        var d = await CorrectionDraws.ReadAsync(SharedData.PathOf("corrections-clinc"));
        Console.WriteLine("embedded");
        List<(string Q, string C, bool V, double[] F, bool R)[]> Rows(IEnumerable<int> seeds, IReadOnlyList<CorrectionDraws.Item> asked, int most, bool excl, int mod = 1)
        {
            var o = new List<(string, string, bool, double[], bool)[]>();
            foreach (var s in seeds)
            {
                var ix = d.Draw(s, most);
                foreach (var (k, it) in asked.Index())
                {
                    if (mod > 1 && (k * 7 + s) % mod != 0) continue;
                    if (excl && ix.Own(it.Reading) is not null) continue;
                    o.Add([.. ix.Compare(it.Reading, it.Place).Select(x => (it.Reading.Text, x.Correction.Question, x.Words.Vetoed, x.Features, x.Correction.Id == it.Intent))]);
                }
            }
            return o;
        }
        var tr = Rows(Enumerable.Range(100, 6), d.Train, 999, true, 2);
        var small = Rows(Enumerable.Range(200, 40), d.Train, 5, true, 10);
        var te = Rows(Enumerable.Range(1, 5), d.Held, 999, false);
        var teS = Rows(Enumerable.Range(1, 40), d.Held, 1, false);
        var te10 = Rows(Enumerable.Range(1, 20), d.Held, 10, false);
        // pairs
        var folder = Path.Combine(SharedData.RepositoryRoot!, "tests/Core.Tests/Answering/Corrections");
        var near = File.ReadLines(folder + "/near-misses.jsonl").Select(l => JsonDocument.Parse(l).RootElement).Select(e => (A: e.GetProperty("question").GetString()!, B: e.GetProperty("other").GetString()!)).SelectMany(p => new[] { p, (A: p.B, B: p.A) }).ToList();
        var para = File.ReadLines(folder + "/paraphrases.jsonl").Select(l => JsonDocument.Parse(l).RootElement).SelectMany(e => e.GetProperty("paraphrases").EnumerateArray().Select(o => (A: e.GetProperty("question").GetString()!, B: o.GetString()!))).ToList();
        async Task<List<(string A, string B, bool V, double[] F)>> P(List<(string A, string B)> ps)
        {
            var pa = await CorrectionDraws.Space.PlaceAsync([.. ps.Select(p => p.A)]); var pb = await CorrectionDraws.Space.PlaceAsync([.. ps.Select(p => p.B)]);
            return [.. ps.Select((p, i) => { var ix = new CorrectionIndex([new ApprovedCorrection("x", p.A, "t", null, QuestionReading.Of(p.A))]) { Places = [pa[i]] }; var c = ix.Compare(QuestionReading.Of(p.B), pb[i]).First(); return (p.A, p.B, c.Words.Vetoed && ix.Own(QuestionReading.Of(p.B)) is null, c.Features); })];
        }
        var np = await P(near); var pp = await P(para);
        using var w = new StreamWriter("/tmp/corr-rows.jsonl");
        void Dump(string set, IEnumerable<(string Q, string C, bool V, double[] F, bool R)[]> rows) { foreach (var r in rows) w.WriteLine(JsonSerializer.Serialize(new { set, c = r.Select(x => new { x.Q, x.C, x.V, F = x.F.Select(f => Math.Round(f, 4)), x.R }) })); }
        Dump("tr", tr); Dump("small", small); Dump("te", te); Dump("te1", teS); Dump("te10", te10);
        Dump("near", np.Select(x => new[] { (x.B, x.A, x.V, x.F, false) })); Dump("para", pp.Select(x => new[] { (x.B, x.A, x.V, x.F, true) }));
        Console.WriteLine("dumped");
    }
}
