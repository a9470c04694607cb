using System.Text.Json.Nodes;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>Takes features away one after another, the least useful first, while held-out questions do no worse without it.</summary>
internal static class FeatureSelection
{
    /// <summary>The constant feature of a logistic regression, which always stays.</summary>
    public const string Bias = "bias";

    /// <param name="given">Features whose weight is not fitted.</param>
    /// <param name="earned">Log-likelihood of a held-out question that a feature has to earn.</param>
    /// <param name="fit">Weights with only these features.</param>
    /// <param name="figures">Of weights, to print.</param>
    /// <returns>The features that stay.</returns>
    public static bool[] Run(
        IReadOnlyList<string> names,
        Func<string, bool> given,
        double earned,
        Func<bool[], double[]> fit,
        Func<double[], double> likelihood,
        Func<double[], string> figures
    )
    {
        var used = names.Select(name => !given(name)).ToArray();
        var whole = fit(used);
        var best = likelihood(whole);
        Console.WriteLine($"  all                      {best:0.00000} {figures(whole)}  [{string.Join(", ", whole)}]");
        for (var first = true; ; first = false)
        {
            var without = new List<(int Feature, double Likelihood)>();
            for (var i = 0; i < names.Count; i++)
                if (used[i] && names[i] != Bias)
                {
                    used[i] = false;
                    var weights = fit(used);
                    used[i] = true;
                    without.Add((i, likelihood(weights)));
                    if (first)
                        Console.WriteLine($"  without {names[i], -16} {likelihood(weights):0.00000} {figures(weights)}");
                }
            var least = without.MaxBy(one => one.Likelihood);
            // No evidence speaks against an answer; what comes out so is a habit of these questions.
            if (fit(used).Index().Where(weight => names[weight.Index] != Bias).MinBy(weight => weight.Item) is { Item: < 0 } against)
                least = without.Find(one => one.Feature == against.Index);
            else if (without.Count == 0 || best - least.Likelihood > earned)
                return used;
            used[least.Feature] = false;
            best = least.Likelihood;
            Console.WriteLine($"  {names[least.Feature]} earns nothing: {best:0.00000}");
        }
    }

    /// <summary>The weights that are not 0, by name.</summary>
    public static JsonObject Json(IReadOnlyList<string> names, double[] weights)
    {
        var json = new JsonObject();
        foreach (var (i, name) in names.Index())
            if (weights[i] != 0)
                json[name] = weights[i];
        return json;
    }

    /// <summary>How often a right row scores above a wrong one.</summary>
    public static double Auroc(double[] weights, IReadOnlyList<LinearFit.Row> rows)
    {
        var ranked = rows.OrderBy(row => LinearFit.Dot(weights, row.Features)).ToList();
        double yes = rows.Count(row => row.Right),
            no = rows.Count - yes;
        return Math.Round((ranked.Index().Where(row => row.Item.Right).Sum(row => row.Index + 1.0) - yes * (yes + 1) / 2) / (yes * no), 4);
    }
}
