using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChatBot.TestKit.Llama;

/// <summary>llama.cpp's own <c>llama_model_quantize</c>, which published files come from, called in its shared library.</summary>
public static unsafe class LlamaCppQuantiser
{
    /// <summary>Mixes of kinds as <c>llama_ftype</c> numbers them.</summary>
    public enum Mix
    {
        Q4_K_M = 15,
        Q5_K_M = 17,
        Q6_K = 18,
        IQ4_NL = 25,
    }

    private static readonly nint Library = NativeLibrary.Load(LlamaCpp.Library);

    /// <summary><c>llama_model_quantize_params</c>: threads, then the mix; the rest, as long as it may be, keeps its defaults.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Parameters
    {
        [FieldOffset(0)]
        public int Threads;

        [FieldOffset(4)]
        public Mix Mix;
    }

    /// <summary>Writes the model file <paramref name="from"/> to <paramref name="to"/> in <paramref name="mix"/>.</summary>
    public static void Quantise(string from, string to, Mix mix)
    {
        // The structure is returned through a pointer that the caller gives, so one with room to spare fits every version.
        var defaults = (delegate* unmanaged[Cdecl]<Parameters>)NativeLibrary.GetExport(Library, "llama_model_quantize_default_params");
        var quantise = (delegate* unmanaged[Cdecl]<nint, nint, Parameters*, uint>)NativeLibrary.GetExport(Library, "llama_model_quantize");
        (
            (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<int, nint, nint, void>, nint, void>)
                NativeLibrary.GetExport(Library, "llama_log_set")
        )(&Ignore, 0);
        var parameters = defaults();
        (parameters.Threads, parameters.Mix) = (1, mix);
        var (source, target) = (Marshal.StringToCoTaskMemUTF8(from), Marshal.StringToCoTaskMemUTF8(to));
        try
        {
            if (quantise(source, target, &parameters) is var code and not 0)
                throw new InvalidOperationException($"llama_model_quantize ended with {code} for {mix}.");
        }
        finally
        {
            Marshal.FreeCoTaskMem(source);
            Marshal.FreeCoTaskMem(target);
        }
    }

    /// <summary>Hundreds of lines about every tensor; failures have a code.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(int level, nint text, nint data) { }
}
