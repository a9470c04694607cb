using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Kernels;

namespace ChatBot.TestKit.Llama;

/// <summary>The same model with every weight written out as F32.</summary>
public static unsafe class DequantisedModel
{
    public static string Save(TinyModel tiny, LlamaModel model, string path)
    {
        var writer = (tiny with { Kind = TensorKind.F32 }).Write();
        foreach (var tensor in model.File.Tensors.Values)
        {
            var rows = tensor.Dims.Count > 1 ? (int)tensor.Dims[1] : 1;
            var values = new float[tensor.Elements];
            fixed (float* to = values)
                MatrixProduct.Dequantise(
                    new WeightMatrix(tensor.Name, (nint)model.File.Data(tensor), tensor.Kind, rows, (int)tensor.Dims[0]),
                    0,
                    rows,
                    to
                );
            writer.Replace(tensor.Name, TensorKind.F32, [.. tensor.Dims], values);
        }
        return writer.Save(path);
    }
}
