using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Common.Resilience;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>What the services say of themselves.</summary>
internal sealed class HttpProbes(TargetOptions targets, HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan HealthDeadline = TimeSpan.FromSeconds(5);

    public Probe TradingStatus() => new(
        Plane.Decision, "trading", "status", Curl(targets.Trading, "/trading/status", "TORGHUT_TRADING_URL"),
        async cancellationToken =>
            new Reading(
            PostureReader.Read(await GetAsync(targets.Trading, "TORGHUT_TRADING_URL", "/trading/status", mayBeUnavailable: false, cancellationToken))));

    /// <summary>What the loop's last tick found. No part of a snapshot, which has the posture.</summary>
    public Probe LastTick() => new(
        Plane.Decision, "trading", "last_tick", Curl(targets.Trading, "/trading/status", "TORGHUT_TRADING_URL"),
        async cancellationToken =>
        {
            var status = await GetAsync(targets.Trading, "TORGHUT_TRADING_URL", "/trading/status", mayBeUnavailable: false, cancellationToken);
            return new Reading(status["loop"] is JsonObject loop ? loop.DeepClone() : new JsonObject());
        });

    /// <summary>What a language model may do to orders now.</summary>
    public Probe Advisory() => new(
        Plane.Decision, "trading", "advisory", Curl(targets.Trading, "/trading/status", "TORGHUT_TRADING_URL"),
        async cancellationToken => new Reading(AdvisoryReader.Read(
            await GetAsync(targets.Trading, "TORGHUT_TRADING_URL", "/trading/status", mayBeUnavailable: false, cancellationToken))));

    /// <summary>What the forwarder subscribes.</summary>
    public Probe ForwarderSymbols() => new(
        Plane.Data, "ws", "symbols", Curl(targets.Forwarder, "/ws/symbols", "TORGHUT_WS_URL"),
        async cancellationToken =>
        {
            var universe = await GetAsync(targets.Forwarder, "TORGHUT_WS_URL", "/ws/symbols", mayBeUnavailable: false, cancellationToken);
            return new Reading(new JsonObject { ["symbols"] = universe["symbols"]?.DeepClone(), ["shards"] = universe["shard_count"]?.DeepClone() });
        });

    /// <summary>Gaps of retention and corporate actions, as torghut-ta shows them.</summary>
    public Probe TaStatus() => new(
        Plane.Data, "ta", "status", Curl(targets.TechnicalAnalysis, "/ta/status", "TORGHUT_TA_URL"),
        async cancellationToken => new Reading(TaStatusReader.Read(
            await GetAsync(targets.TechnicalAnalysis, "TORGHUT_TA_URL", "/ta/status", mayBeUnavailable: false, cancellationToken))));

    /// <summary>What torghut-trading finds of its own dependencies; it waits for each of them as long as a probe of ours, so this one waits longer.</summary>
    public Probe TradingHealth() => new(
        Plane.Decision, "trading", "health", Curl(targets.Trading, "/trading/health", "TORGHUT_TRADING_URL"),
        async cancellationToken =>
        {
            var body = await GetAsync(targets.Trading, "TORGHUT_TRADING_URL", "/trading/health", mayBeUnavailable: true, cancellationToken);
            return new Reading(new JsonObject { ["dependencies"] = body["dependencies"]?.DeepClone() });
        })
    {
        Deadline = HealthDeadline,
    };

    public IEnumerable<Probe> Readiness() =>
    [
        Ready("trading", targets.Trading, "TORGHUT_TRADING_URL", Plane.Decision),
        Ready("ws", targets.Forwarder, "TORGHUT_WS_URL", Plane.Data),
        Ready("ta", targets.TechnicalAnalysis, "TORGHUT_TA_URL", Plane.Data),
    ];

    private Probe Ready(string component, Uri? address, string key, Plane plane) => new(
        plane, component, "readyz", Curl(address, "/readyz", key),
        async cancellationToken =>
        {
            var body = await GetAsync(address, key, "/readyz", mayBeUnavailable: true, cancellationToken);
            return new Reading(new JsonObject
            {
                ["ready"] = body["ready"]?.DeepClone(),
                ["error_class"] = body["error_class"]?.DeepClone(),
                ["gates"] =
                body["gates"]?.DeepClone()
            });
        });

    private async Task<JsonObject> GetAsync(Uri? address, string key, string path, bool mayBeUnavailable, CancellationToken cancellationToken)
    {
        if (address is null)
        {
            throw new NotConfiguredException(key);
        }

        using var response = await http.GetAsync(new Uri(address, path), cancellationToken);
        ThrowIfRefused(response, path, mayBeUnavailable);
        try
        {
            return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) as JsonObject
                ?? throw new ProbeException(Outcome.Malformed, $"http: {path} answered no JSON object");
        }
        catch (JsonException)
        {
            throw new ProbeException(Outcome.Malformed, $"http: {path} answered no JSON");
        }
    }

    private void ThrowIfRefused(HttpResponseMessage response, string path, bool mayBeUnavailable)
    {
        if (mayBeUnavailable && response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return;
        }

        try
        {
            HttpStatusException.ThrowIfUnsuccessful(response, time);
        }
        catch (HttpStatusException refused)
        {
            throw new ProbeException(OutcomeOf(response.StatusCode), $"http: {(int)response.StatusCode} from {path}", refused);
        }
    }

    private static Outcome OutcomeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Outcome.Forbidden,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => Outcome.Absent,
        >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests => Outcome.Unreachable,
        _ => Outcome.Malformed,
    };

    private static string Curl(Uri? address, string path, string key) =>
        $"curl -sS {(address is null ? $"\"${key}\"{path}" : new Uri(address, path).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped))}";
}
