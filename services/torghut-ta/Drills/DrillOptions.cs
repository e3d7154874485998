using Torghut.Common.Configuration;

namespace Torghut.Ta.Drills;

/// <summary>Named crash points, for drills only.</summary>
internal sealed class DrillOptions : IValidatableOptions
{
    public const string DrillEnvironment = "Drill";

    [ConfigurationKey("DOTNET_ENVIRONMENT", "Name of the environment; crash points are obeyed only in one named Drill.")]
    public string EnvironmentName { get; set; } = "";

    [ConfigurationKey("FAILPOINTS", "Crash points, name=kill|stop|throw|delay@n, comma-separated. Refused outside of drills.")]
    public IReadOnlyList<string> Failpoints { get; set; } = [];

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (Failpoints.Count == 0) yield break;
        if (EnvironmentName != DrillEnvironment) yield return new("FAILPOINTS", "nothing, because DOTNET_ENVIRONMENT is not Drill", "crash points");
        foreach (var text in Failpoints.Where(text => Failpoint.Parse(text) is null))
            yield return new("FAILPOINTS", $"name=kill|stop|throw|delay@n with a name of {string.Join(", ", FailpointNames.All)}", $"'{text}'");
    }
}
