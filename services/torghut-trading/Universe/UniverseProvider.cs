using System.Text.Json;

namespace Torghut.Trading.Universe;

/// <summary>Knows which symbols may be traded. When the source fails, the last good answer holds for a while; after that nothing may be traded.</summary>
internal sealed class UniverseProvider(UniverseOptions options, HttpClient http, TimeProvider time)
{
    private const int MaxBytes = 1_000_000;

    private UniverseView? _last;
    private long _fetchedAt;
    private long _triedAt;

    /// <summary>The newest answer for status pages; null before the first.</summary>
    public UniverseView? Last => _last;

    public async Task<UniverseView> GetAsync(CancellationToken cancellation)
    {
        if (options.Source == UniverseSource.Static) return _last ??= new UniverseView([.. options.Symbols.Distinct(StringComparer.Ordinal)], null);
        if (_last is { Fault: null } fresh && time.GetElapsedTime(_fetchedAt) < options.Refresh) return fresh;
        if (_last is { Fault: not null } && time.GetElapsedTime(_triedAt) < options.Timeout) return Aged(_last);
        _triedAt = time.GetTimestamp();
        try
        {
            var symbols = await FetchAsync(cancellation);
            _fetchedAt = time.GetTimestamp();
            return _last = new UniverseView(symbols, null);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return _last = Aged(new UniverseView(_last?.Symbols ?? [], failure is OperationCanceledException ? "timed out" : failure.Message));
        }
    }

    private UniverseView Aged(UniverseView view) =>
        _fetchedAt != 0 && time.GetElapsedTime(_fetchedAt) <= options.Cache ? view : view with { Symbols = [] };

    private async Task<IReadOnlyList<string>> FetchAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var response = await http.GetAsync(options.Address, HttpCompletionOption.ResponseHeadersRead, both.Token);
        response.EnsureSuccessStatusCode();
        if (response.Content.Headers.ContentLength > MaxBytes) throw new JsonException($"longer than {MaxBytes} bytes");
        await response.Content.LoadIntoBufferAsync(MaxBytes, both.Token);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(both.Token));
        var symbols = UniverseAnswer.Read(document.RootElement);
        return symbols.Count > 0 ? symbols : throw new JsonException("the list of symbols is empty");
    }
}

/// <param name="Symbols">Symbols that may be traded; empty when the universe is not known.</param>
/// <param name="Fault">Why the source failed last; null when it did not.</param>
internal sealed record UniverseView(IReadOnlyList<string> Symbols, string? Fault)
{
    public bool Known => Symbols.Count > 0;
}
