namespace Torghut.Common.Hosting;

/// <summary>Work that goes on for as long as the service runs.</summary>
public interface IServiceLoop
{
    /// <summary>Runs until it is told to stop. An exception is a fault of this loop alone: it is reported and the loop is run again.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
