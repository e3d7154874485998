namespace Torghut.Trading.Advisory;

/// <summary>What came back from a provider, before anybody read it.</summary>
/// <param name="Fault">Why nothing usable came; null when an answer came, of whatever status.</param>
/// <param name="Status">HTTP status; null when there was none.</param>
/// <param name="Body">The bytes of the body, at most <see cref="CompletionReader.MaxBytes"/>.</param>
internal sealed record ProviderReply(ReviewOutcome? Fault, int? Status, ReadOnlyMemory<byte> Body)
{
    public static ProviderReply Of(ReviewOutcome fault) => new(fault, null, ReadOnlyMemory<byte>.Empty);
}
