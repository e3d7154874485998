namespace Torghut.Ta.Savepoints;

/// <summary>A folder of savepoints. A name is there with all of its bytes or not at all.</summary>
internal interface ISavepointStore : IDisposable
{
    /// <summary>The folder, as people write it.</summary>
    string Location { get; }

    /// <exception cref="SavepointException">There is one of that name already, or the folder does not let itself be written to.</exception>
    Task WriteAsync(string name, byte[] bytes, CancellationToken cancellationToken);

    /// <exception cref="SavepointException">There is none of that name, or the folder cannot be read.</exception>
    Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Names of finished savepoints in their order.</summary>
    /// <exception cref="SavepointException">The folder cannot be read.</exception>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);
}
