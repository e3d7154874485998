using System.Reflection;
using Torghut.Ta.Drills;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>A crash point that no drill hits proves nothing.</summary>
[TestFixture]
internal sealed class CrashPointCoverageTests
{
    private static IEnumerable<string> Points =>
        typeof(FailpointNames).GetFields(BindingFlags.Public | BindingFlags.Static).Where(name => name.IsLiteral).Select(name => name.Name);

    private static readonly string Drills = string.Concat(
        Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Torghut.Ta.Integration.Tests"), "*Tests.cs").Select(File.ReadAllText));

    /// <summary>Every drill asserts the exit code of a kill, so that naming a point means hitting it.</summary>
    [TestCaseSource(nameof(Points))]
    public void Point_OfTheService_IsHitByADrill(string point) => Assert.That(Drills, Does.Contain($"FailpointNames.{point}"));

    [Test]
    public void Points_OfTheService_AreAllNamed() => Assert.That(FailpointNames.All, Has.Count.EqualTo(Points.Count()));
}
