using System.Text;

namespace ChatBot.Models.Files;

/// <summary>Calls by its name what somebody took for a GGUF file, and says what to do with it.</summary>
internal static class WrongFile
{
    private const string Convert =
        "convert the model's folder with llama.cpp's convert_hf_to_gguf.py (an adapter's with convert_lora_to_gguf.py)";

    /// <exception cref="ModelFileException"><paramref name="path"/> is absent, empty, or known to be something else.</exception>
    public static void Refuse(string path)
    {
        if (Directory.Exists(path))
            throw new ModelFileException(path, OfFolder(path));
        var begin = Beginning(path);
        if (begin.Length == 0)
            throw new ModelFileException(path, "the file is empty.");
        if (Of(begin) is { } reason)
            throw new ModelFileException(path, reason);
    }

    private static string OfFolder(string path)
    {
        bool Has(string pattern) => Directory.EnumerateFiles(path, pattern).Any();
        return Has("adapter_config.json") ? "this is the folder of a PEFT adapter; convert it with llama.cpp's convert_lora_to_gguf.py."
            : Has("*.safetensors") || Has("config.json")
                ? "this is a Hugging Face folder; convert it with llama.cpp's convert_hf_to_gguf.py."
            : Has("*.gguf") ? "this is a folder; name the GGUF file in it."
            : "this is a folder, not a GGUF file.";
    }

    private static string? Of(ReadOnlySpan<byte> begin)
    {
        if (begin.StartsWith("GGUF"u8))
            return null;
        var text = Encoding.UTF8.GetString(begin).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        bool Says(string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);
        if (Says("version https://git-lfs"))
            return "this is a Git LFS pointer, not the file itself; fetch it with git lfs pull.";
        if (Says("<!doctype") || Says("<html") || Says("<head"))
            return "this is an HTML page, not a model; download the file itself (the page may ask to sign in first).";
        if (Says("<?xml"))
            return "this is an XML text, such as a storage's error message, not a model; download the file again.";
        if (begin.Length > 8 && begin[8] == '{' && BitConverter.ToUInt64(begin) < 1 << 28)
            return $"this is a safetensors file; {Convert}.";
        if (Says("{") || Says("["))
            return $"this is a JSON text, not a model; if it lies beside weights, {Convert}.";
        if (begin.StartsWith("PK\u0003\u0004"u8))
            return $"this is a zip archive: unpack it, or if it is a PyTorch file, {Convert}.";
        if (begin.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || begin.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return "this is a compressed file; unpack it.";
        if (begin.StartsWith((ReadOnlySpan<byte>)[0x80, 0x02]))
            return $"this is a PyTorch file; {Convert}.";
        if (begin.StartsWith("tjgg"u8) || begin.StartsWith("lmgg"u8) || begin.StartsWith("fmgg"u8))
            return "this is a model of the GGML format that came before GGUF; download a GGUF file of it.";
        return null;
    }

    private static ReadOnlySpan<byte> Beginning(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var begin = new byte[64];
            return begin.AsSpan(0, stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ModelFileException(path, $"the file cannot be opened ({e.Message}).", e);
        }
    }
}
