namespace ChatBot.Answering.Corrections;

/// <summary>Where a question lies among meanings.</summary>
/// <param name="Vector">Normalised.</param>
/// <param name="Everyday">Cosines of the everyday requests nearest to it, best first, <see cref="PairFeatures.Neighbourhood"/> of
/// them.</param>
internal sealed record PlacedQuestion(float[] Vector, double[] Everyday);
