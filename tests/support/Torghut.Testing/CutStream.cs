namespace Torghut.Testing;

/// <summary>A stream that breaks off at its first byte.</summary>
internal sealed class CutStream : MemoryStream
{
    public override int Read(byte[] buffer, int offset, int count) => throw Cut();

    public override int Read(Span<byte> buffer) => throw Cut();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromException<int>(Cut());

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromException<int>(Cut());

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => Task.FromException(Cut());

    private static IOException Cut() => new("The answer was cut off.");
}
