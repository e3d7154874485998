using System.Diagnostics;
using System.Text.Json;
using Torghut.Contracts;
using Torghut.Sandbox;

namespace Torghut.Bench.Ws;

/// <summary>A node process that does the same work with JSON.parse, Set and npm avsc, one answer a line.</summary>
internal sealed class NodeContender : IContender, IDisposable
{
    private readonly Process _process;

    public NodeContender(string corpus)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "peers", "ws-bench.mjs"));
        start.ArgumentList.Add(corpus);
        start.Environment["TORGHUT_PEERS"] = Path.Combine(NativeCache.Locate("peers"), "node_modules");
        start.Environment["TRADE_SCHEMA"] = ContractSchemas.Trade.Json;
        start.Environment["QUOTE_SCHEMA"] = ContractSchemas.Quote.Json;
        _process = Process.Start(start)!;
    }

    public string Name => "node JSON.parse + Set + avsc";

    public async Task<string> DigestAsync() => (await AskAsync("digest")).GetProperty("digest").GetString()!;

    public async Task<Sample> RunAsync(int passes)
    {
        var answer = await AskAsync($"run {passes}");
        return new Sample(answer.GetProperty("nanoseconds").GetDouble(), answer.GetProperty("cpu").GetDouble(), null);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<JsonElement> AskAsync(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The node peer ended.");
        return JsonDocument.Parse(line).RootElement.Clone();
    }
}
