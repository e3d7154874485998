using System.Text.RegularExpressions;
using Torghut.Sandbox;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>npm s3rver with one empty bucket. It knows one access key and refuses others; of signatures it checks the form.</summary>
internal sealed partial class S3Server : IAsyncDisposable
{
    public const string Bucket = "torghut-savepoints";
    public const string Key = "S3RVER";
    public const string Secret = "S3RVER";

    private readonly ServiceProcess _process;

    private S3Server(ServiceProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<S3Server> StartAsync(string folder)
    {
        var environment = new Dictionary<string, string> { ["TORGHUT_PEERS"] = Path.Combine(NativeCache.Locate("peers"), "node_modules") };
        var process = ServiceProcess.StartFile("node", environment, Path.Combine(AppContext.BaseDirectory, "interop", "s3-server.mjs"),
            Path.Combine(folder, "s3"), Bucket);
        await Eventually.HoldsAsync(() => process.HasExited || Listening().IsMatch(process.Output), "the S3 server listens");
        var listening = Listening().Match(process.Output);
        Assert.That(listening.Success, Is.True, process.Output);
        return new S3Server(process, new Uri($"http://127.0.0.1:{listening.Groups[1].Value}"));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"listening (\d+)\s")]
    private static partial Regex Listening();
}
