namespace ChatBot.Trainer.Model;

/// <summary>How the frozen weights are kept while the adapter learns.</summary>
public enum BaseStorage
{
    /// <summary>4 bytes a number: the fastest on a processor.</summary>
    Float32,

    /// <summary>2 bytes a number: computed with as they are on a GPU, unpacked layer by layer on a processor.</summary>
    BFloat16,

    /// <summary>As the file has them (0.6 to 4 bytes a number), unpacked layer by layer: the smallest.</summary>
    AsStored,
}
