namespace Torghut.Common.Hosting;

/// <summary>A command of a service's program, such as <c>migrate</c>.</summary>
/// <param name="Name">First word on the command line.</param>
/// <param name="Summary">One sentence for <c>--help</c>.</param>
/// <param name="RunAsync">Gets the words after the name and the environment; returns the exit code.</param>
public sealed record ServiceCommand(
    string Name,
    string Summary,
    Func<CommandContext, CancellationToken, Task<int>> RunAsync);
