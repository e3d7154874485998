using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Faults;

/// <summary>
/// Faults of REST requests. <c>when</c> is <c>before</c> (the request has no effect) or <c>after</c> (it has its full effect and the
/// client does not learn of it).
/// </summary>
internal static class RestFaults
{
    private const int DefaultHangSeconds = 120;

    /// <summary>The answer instead of doing the work, or null to go on.</summary>
    public static async Task<RestResponse?> BeforeAsync(
        HttpContext context, FaultPanel faults, Func<string, string?> attribute, AlpacaSimulatorOptions options, CancellationToken cancellationToken)
    {
        if (faults.Take(FaultKinds.RestSlow, attribute) is { } slow)
        {
            await WaitAsync(context, TimeSpan.FromMilliseconds(slow.Integer("milliseconds", 1000)), options.Time, cancellationToken);
        }

        return await InjectAsync(context, faults, At(attribute, "before"), options, cancellationToken);
    }

    /// <summary>The answer instead of the true one, or null.</summary>
    public static Task<RestResponse?> AfterAsync(
        HttpContext context, FaultPanel faults, Func<string, string?> attribute, AlpacaSimulatorOptions options, CancellationToken cancellationToken) =>
        InjectAsync(context, faults, At(attribute, "after"), options, cancellationToken);

    // "when" is a setting of the fault and not a field of the request; the panel sees it as one more field to match.
    private static Func<string, string?> At(Func<string, string?> attribute, string when) => key => key == "when" ? when : attribute(key);

    private static async Task<RestResponse?> InjectAsync(
        HttpContext context, FaultPanel faults, Func<string, string?> attribute, AlpacaSimulatorOptions options, CancellationToken cancellationToken)
    {
        if (faults.Take(FaultKinds.RestError, attribute) is { } error)
        {
            return Error(error, options);
        }

        if (faults.Take(FaultKinds.RestReset, attribute) is not null)
        {
            return RestResponse.Cut;
        }

        if (faults.Take(FaultKinds.RestHang, attribute) is { } hang)
        {
            await WaitAsync(context, TimeSpan.FromSeconds(hang.Integer("seconds", DefaultHangSeconds)), options.Time, cancellationToken);
            return RestResponse.Cut;
        }

        return null;
    }

    private static RestResponse Error(Fault fault, AlpacaSimulatorOptions options)
    {
        var status = fault.Integer("status", 500);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (fault.Integer("retry_after", -1) is >= 0 and var seconds)
        {
            headers["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (fault.Integer("reset_after", -1) is >= 0 and var reset)
        {
            headers["X-RateLimit-Limit"] = "200";
            headers["X-RateLimit-Remaining"] = "0";
            headers["X-RateLimit-Reset"] = (options.Time.GetUtcNow().ToUnixTimeSeconds() + reset).ToString(CultureInfo.InvariantCulture);
        }

        var raw = fault.Text("raw", string.Empty);
        if (raw.Length > 0)
        {
            return new RestResponse(status, null, headers, raw);
        }

        var body = new JsonObject();
        if (fault.Integer("code", DefaultCode(status)) is > 0 and var code)
        {
            body["code"] = code;
        }

        body["message"] = fault.Text("message", DefaultMessage(status));
        return new RestResponse(status, body, headers);
    }

    private static int DefaultCode(int status) => status switch { 401 => 0, 403 => 40310000, 404 => 40410000, 422 => 42210000, 429 => 42910000, _ => 50010000 };

    private static string DefaultMessage(int status) => status switch
    {
        401 => "unauthorized.",
        403 => "forbidden.",
        404 => "not found",
        422 => "unprocessable",
        429 => "rate limit exceeded",
        _ => "internal server error occurred",
    };

    private static async Task WaitAsync(HttpContext context, TimeSpan delay, TimeProvider time, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, cancellationToken);
        await Task.Delay(delay, time, either.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
