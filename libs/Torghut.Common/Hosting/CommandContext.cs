using Torghut.Common.Configuration;

namespace Torghut.Common.Hosting;

/// <summary>What a command is called with.</summary>
/// <param name="Arguments">Words after the command's name.</param>
/// <param name="Environment">Environment variables, with the file of <c>--env-file</c> beneath them.</param>
public sealed record CommandContext(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Reads one options class; prints every bad key to standard error and returns null when there is one.</summary>
    public OptionSet? ReadOptions(params Type[] optionTypes) => ServiceConfiguration.ReadOrReport(optionTypes, Environment);
}
