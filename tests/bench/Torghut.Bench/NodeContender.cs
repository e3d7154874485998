using System.Diagnostics;
using System.Text.Json.Nodes;
using Torghut.Sandbox;
using Torghut.Testing;

namespace Torghut.Bench;

/// <summary>A script of tests/interop that stays alive between passes. It is asked, and answers, with one line of JSON each.</summary>
public sealed class NodeContender : IDisposable
{
    private readonly Process _process;

    /// <param name="script">Its file name in tests/interop.</param>
    /// <param name="arguments">Its arguments.</param>
    public NodeContender(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("--expose-gc");
        start.ArgumentList.Add(Path.Combine(Repository.Root, "tests", "interop", script));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TORGHUT_PEERS"] = NativeCache.Locate("peers");
        _process = Process.Start(start)!;
    }

    /// <summary>Asks for something and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The script ended; it has said why on standard error.</exception>
    public async Task<JsonNode> AskAsync(JsonObject request)
    {
        await _process.StandardInput.WriteLineAsync(request.ToJsonString());
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The Node peer ended without an answer.");
        return JsonNode.Parse(line)!;
    }

    /// <summary>Times one pass of <c>{op, ...}</c>, which answers <c>{cpu_ns, wall_ns}</c> for the whole of it.</summary>
    public async Task<Sample> PassAsync(long items, JsonObject request)
    {
        var response = await AskAsync(request);
        return new Sample((double)response["cpu_ns"]! / items, (double)response["wall_ns"]! / items, double.NaN);
    }

    /// <summary>Node's version, for the peer's name.</summary>
    public async Task<string> VersionAsync()
    {
        var response = await AskAsync(new JsonObject { ["op"] = "version" });
        return "Node " + (string)response["version"]!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
