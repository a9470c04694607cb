using System.Runtime.InteropServices;
using System.Text;
using ChatBot.Llama.Templates;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Templates;

/// <summary>llama.cpp's own <c>llama_chat_apply_template</c>, called in its shared library.</summary>
internal static unsafe class LlamaCppTemplates
{
    private static readonly delegate* unmanaged[Cdecl]<byte*, Message*, nuint, byte, byte*, int, int> Apply = (delegate* unmanaged[Cdecl]<
        byte*,
        Message*,
        nuint,
        byte,
        byte*,
        int,
        int>)
        NativeLibrary.GetExport(NativeLibrary.Load(LlamaCpp.Library), "llama_chat_apply_template");

    private struct Message
    {
        public byte* Role;
        public byte* Content;
    }

    /// <summary>The rendered conversation with the opening of the answer, or null when llama.cpp knows no such template.</summary>
    public static string? Render(string template, IReadOnlyList<ChatTurn> turns)
    {
        var texts = new List<nint>();
        byte* Text(string text)
        {
            texts.Add(Marshal.StringToCoTaskMemUTF8(text));
            return (byte*)texts[^1];
        }

        try
        {
            var messages = stackalloc Message[turns.Count];
            for (var at = 0; at < turns.Count; at++)
                messages[at] = new Message { Role = Text(turns[at].Speaker.ToString().ToLowerInvariant()), Content = Text(turns[at].Text) };
            var buffer = new byte[16_384];
            fixed (byte* start = buffer)
            {
                var length = Apply(Text(template), messages, (nuint)turns.Count, 1, start, buffer.Length);
                return length < 0 ? null : Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
        finally
        {
            texts.ForEach(Marshal.FreeCoTaskMem);
        }
    }
}
