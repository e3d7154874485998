using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Torghut.Testing;

/// <summary>An HTTP server in memory that plays its steps in order and then repeats the last one.</summary>
public sealed class ScriptedHttp(params Func<CancellationToken, Task<HttpResponseMessage>>[] steps) : HttpMessageHandler
{
    private int _requests;

    /// <summary>Requests that arrived.</summary>
    public int Requests => _requests;

    /// <summary>Plays other steps from the next request on.</summary>
    public void Play(params Func<CancellationToken, Task<HttpResponseMessage>>[] next) => (steps, _requests) = (next, 0);

    public static Func<CancellationToken, Task<HttpResponseMessage>> Body(string text) => Respond(HttpStatusCode.OK, text);

    /// <param name="retryAfter">Seconds of <c>Retry-After</c>; null sends none.</param>
    public static Func<CancellationToken, Task<HttpResponseMessage>> Status(int status, int? retryAfter = null) => _ =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("no") };
        response.Headers.RetryAfter = retryAfter is { } seconds ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)) : null;
        return Task.FromResult(response);
    };

    public static Func<CancellationToken, Task<HttpResponseMessage>> ConnectionRefused() =>
        _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused");

    /// <summary>The head of an answer comes, but its body breaks off.</summary>
    public static Func<CancellationToken, Task<HttpResponseMessage>> CutBody() =>
        _ => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new CutStream()) });

    /// <summary>No answer: the clock passes the request's time-out.</summary>
    public static Func<CancellationToken, Task<HttpResponseMessage>> Hang(ElapsingTime time, TimeSpan timeout) => async cancellationToken =>
    {
        time.Advance(timeout);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        throw new InvalidOperationException("The request outlived its time-out.");
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        steps[Math.Min(Interlocked.Increment(ref _requests), steps.Length) - 1](cancellationToken);

    private static Func<CancellationToken, Task<HttpResponseMessage>> Respond(HttpStatusCode status, string text) =>
        _ => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") });
}
