namespace Torghut.Ops.Actuation;

/// <summary>Where somebody looks at a branch before it is merged.</summary>
internal interface IPullRequests
{
    /// <summary>Address of the branch's request, open or closed; null when there never was one.</summary>
    /// <exception cref="ActuationException">The host did not say.</exception>
    Task<string?> FindAsync(string branch, CancellationToken cancellationToken);

    /// <summary>Opens one; its address.</summary>
    Task<string> OpenAsync(string branch, string into, string title, string body, CancellationToken cancellationToken);
}
