using System.ComponentModel.DataAnnotations;

namespace ChatBot.Trainer.Data;

/// <summary>Section <c>Dataset</c>: what is read, and how it is parted.</summary>
public sealed class DatasetOptions
{
    public const string Section = "Dataset";

    /// <summary>Stars that an answer needs, overall and for accuracy, of everybody who gave some.</summary>
    [Range(1, 5)]
    public int LeastStars { get; set; } = 4;

    /// <summary>Examples that are learnt from at most; what was approved comes before what was rated.</summary>
    [Range(1, 1_000_000)]
    public int MostExamples { get; set; } = 20_000;

    /// <summary>Share of refusals among the examples: enough to go on refusing, not enough to learn to refuse.</summary>
    [Range(0, 0.5)]
    public double RefusalShare { get; set; } = 0.2;

    /// <summary>
    /// Cosine from which two questions belong to one cluster, and so to one part. As low as chains allow: of 3,000 requests of 150 kinds
    /// the largest cluster has 77 at 0.7, 314 at 0.65 and 1,302 at 0.6, by the shipped embedder; a tenth of the data in one part does
    /// no harm, half of it does.
    /// </summary>
    [Range(0.3, 1)]
    public double ClusterCosine { get; set; } = 0.65;

    /// <summary>Cosine from which two questions are one, where nothing certain tells them apart.</summary>
    [Range(0.5, 1)]
    public double DuplicateCosine { get; set; } = 0.97;

    /// <summary>
    /// Whether whole clusters move where a part has none: to training from the first, to validation and test from three on. False leaves
    /// the part empty.
    /// </summary>
    public bool FillEmptyParts { get; set; } = true;

    /// <summary>
    /// Whether answers are learnt that no retrieved passage carries. They would be written with a source that does not say them, and be
    /// refused by the check of every answer.
    /// </summary>
    public bool KeepUncarried { get; set; }
}
