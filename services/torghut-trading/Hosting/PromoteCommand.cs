using System.Globalization;
using System.Text.Json;
using Torghut.Common.Hosting;
using Torghut.Trading.Api;

namespace Torghut.Trading.Hosting;

/// <summary>
/// <c>torghut-trading promote --to shadow|paper|live</c>: asks the running service whether its gates allow the promotion. It changes nothing: a promotion is a
/// change of configuration, reviewed as such. 0 open, 3 closed, with the reasons.
/// </summary>
internal static class PromoteCommand
{
    public const int Closed = 3;

    private const string Usage = "Usage: torghut-trading promote --to shadow|paper|live";

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    public static ServiceCommand Command { get; } = new("promote", "promote --to shadow|paper|live: whether the running service's gates allow it", RunAsync);

    /// <summary>What the service's answer says of a target: whether it is open, and a line for each closed gate.</summary>
    public static (bool Open, IReadOnlyList<string> Lines) Read(JsonElement autonomy, string target)
    {
        var answer = autonomy.GetProperty("targets").GetProperty(target);
        var closed = answer.GetProperty("closed_gates").EnumerateArray().Select(gate => gate.GetString()!).ToHashSet(StringComparer.Ordinal);
        var lines = autonomy.GetProperty("gates").EnumerateArray()
            .Where(gate => closed.Contains(gate.GetProperty("gate").GetString()!))
            .Select(gate => $"{gate.GetProperty("gate").GetString()}: "
                + string.Join(", ", gate.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString())));
        return (answer.GetProperty("open").GetBoolean() && closed.Count == 0, [.. lines]);
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments is not ["--to", var target] || !PromotionTargets.Gates.ContainsKey(target))
        {
            await Console.Error.WriteLineAsync(Usage);
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(typeof(ApiOptions))?.Get<ApiOptions>() is not { } options)
        {
            return ExitCodes.Configuration;
        }

        try
        {
            using var http = new HttpClient { Timeout = Wait };
            var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{options.Port}/trading/autonomy");
            using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri(address), cancellationToken));
            var (open, lines) = Read(document.RootElement, target);
            await Console.Out.WriteLineAsync(open ? $"Promotion to {target}: open" : $"Promotion to {target}: closed");
            foreach (var line in lines)
            {
                await Console.Out.WriteLineAsync(line);
            }

            return open ? ExitCodes.Success : Closed;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException or KeyNotFoundException)
        {
            await Console.Error.WriteLineAsync("The service does not answer: " + failure.Message);
            return ExitCodes.Failure;
        }
    }
}
