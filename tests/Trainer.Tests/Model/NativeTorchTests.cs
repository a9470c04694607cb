using System.Text;
using ChatBot.Trainer.Model;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Tests.Model;

public sealed class NativeTorchTests : IDisposable
{
    private const string Version = "GLIBCXX_3.4.32";

    private readonly string _folder = Directory.CreateTempSubdirectory("native").FullName;
    private readonly string _library = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchFact]
    public void Torch_multiplies()
    {
        using var a = tensor(new float[] { 1, 2, 3, 4 }).reshape(2, 2);
        using var product = a.mm(a);
        Assert.Equal([7, 10, 15, 22], product.data<float>().ToArray());
    }

    [Fact]
    public void The_copy_lacks_one_need_and_nothing_else()
    {
        var original = File.ReadAllBytes(_library);
        var path = NativeTorch.Copy(_library, _folder);
        var copy = File.ReadAllBytes(path);
        Assert.Equal("libLibTorchSharp.so", Path.GetFileName(path));
        Assert.Equal(2, original.Zip(copy, (a, b) => a == b ? 0 : 1).Sum()); // a flag of the version, the binding of its symbol
        Assert.Equal(original, File.ReadAllBytes(_library));
        Assert.Equal(["_ZSt21ios_base_library_initv"], new SharedLibrary(copy).Excuse(Version));
        Assert.Empty(new SharedLibrary(copy).Excuse("GLIBCXX_9.9"));
    }

    [Fact]
    public void A_copy_that_somebody_changed_is_made_again()
    {
        var path = NativeTorch.Copy(_library, _folder);
        var made = File.ReadAllBytes(path);
        File.WriteAllText(path, "something else");
        Assert.Equal(path, NativeTorch.Copy(_library, _folder));
        Assert.Equal(made, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_is_no_library_or_half_of_one_is_refused()
    {
        Assert.Throws<FormatException>(() => new SharedLibrary(Encoding.ASCII.GetBytes("GGUF" + new string('x', 100))));
        var whole = File.ReadAllBytes(_library);
        foreach (var keep in new[] { 64, 4096, whole.Length / 2, whole.Length - 3000 })
            Assert.Throws<FormatException>(() => new SharedLibrary(whole.AsSpan(0, keep)).Excuse(Version));
    }
}
