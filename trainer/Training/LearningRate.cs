namespace ChatBot.Trainer.Training;

/// <summary>The step width over a training: a straight rise, then half a cosine down to 0 (Loshchilov and Hutter 2017, SGDR).</summary>
internal sealed record LearningRate(double Peak, int Steps, double WarmupShare)
{
    private int WarmupSteps => (int)Math.Ceiling(WarmupShare * Steps);

    /// <summary>Of a step, counted from 0. The first step moves too: it has one part of the rise.</summary>
    public double At(int step)
    {
        if (step < WarmupSteps)
            return Peak * (step + 1) / WarmupSteps;
        var done = (double)(step - WarmupSteps) / Math.Max(1, Steps - WarmupSteps);
        return Peak * (1 + Math.Cos(Math.PI * done)) / 2;
    }
}
