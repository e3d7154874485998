using Torghut.Ta.Engine;

namespace Torghut.Ta.Compute;

/// <summary>Where <c>compute</c> puts its results.</summary>
internal interface IResultFiles : IEngineOutput, IDisposable
{
    long Microbars { get; }

    long Signals { get; }
}
