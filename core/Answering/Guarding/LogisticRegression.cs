namespace ChatBot.Answering.Guarding;

/// <summary>
/// Two classes, sparse vectors, trained by stochastic gradient with AdaGrad steps. The same input gives the same weights.
/// </summary>
internal sealed class LogisticRegression
{
    private readonly float[] _weights = new float[QuestionFeatures.Dimensions];
    private double _bias;

    /// <param name="positiveWeight">How much a positive example counts beside a negative one.</param>
    /// <param name="decay">L2 penalty of a weight, per step that touches it.</param>
    public static LogisticRegression Train(
        IReadOnlyList<(SparseVector Vector, bool Positive)> examples,
        double positiveWeight,
        int epochs = 30,
        double rate = 0.5,
        double decay = 1e-4
    )
    {
        var model = new LogisticRegression();
        var squares = new float[QuestionFeatures.Dimensions];
        var biasSquares = 1e-6;
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(17);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                var (vector, positive) = examples[i];
                var error = (Sigmoid(model.Score(vector)) - (positive ? 1 : 0)) * (positive ? positiveWeight : 1);
                biasSquares += error * error;
                model._bias -= rate * error / Math.Sqrt(biasSquares);
                for (var k = 0; k < vector.Indices.Length; k++)
                {
                    var at = vector.Indices[k];
                    var gradient = error * vector.Values[k] + decay * model._weights[at];
                    squares[at] += (float)(gradient * gradient);
                    model._weights[at] -= (float)(rate * gradient / Math.Sqrt(squares[at] + 1e-8));
                }
            }
        }
        return model;
    }

    /// <summary>Log-odds of the positive class.</summary>
    public double Score(in SparseVector vector)
    {
        var sum = _bias;
        for (var k = 0; k < vector.Indices.Length; k++)
            sum += _weights[vector.Indices[k]] * vector.Values[k];
        return sum;
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
