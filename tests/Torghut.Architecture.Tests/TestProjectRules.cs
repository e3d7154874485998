using System.Text.RegularExpressions;
using System.Xml.Linq;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>Every service has its unit tests and its integration tests in projects of their own.</summary>
public sealed partial class TestProjectRules
{
    private static readonly string[] Services = ["Ws", "Ta", "Trading", "Ops"];

    /// <summary>Tests of a table's definition and of the S3 client, each on a server in its own process.</summary>
    private static readonly string[] Exempt =
        ["Torghut.Ta.Tests/Sink/Schema/", "Torghut.Ta.Tests/Savepoints/S3SavepointStoreTests.cs", "Torghut.Ta.Tests/Torghut.Ta.Tests.csproj"];

    [Test]
    public void EveryService_HasBothKinds()
    {
        var names = WorkTree.Files("tests", "*.csproj").Select(Path.GetFileNameWithoutExtension).ToList();
        Assert.That(names, Is.SupersetOf(Services.SelectMany(service => new[] { $"Torghut.{service}.Tests", $"Torghut.{service}.Integration.Tests" })));
    }

    /// <summary>No part of the sandbox, no process, no server: what a unit test needs is in its own process and memory.</summary>
    [Test]
    public void UnitTests_StartNoProcessAndOpenNoSocket()
    {
        var found = Services.Select(service => $"tests/Torghut.{service}.Tests")
            .SelectMany(folder => WorkTree.Files(folder, "*.cs").Concat(WorkTree.Files(folder, "*.csproj")))
            .Where(path => !Exempt.Any(path.Contains) && Started().IsMatch(File.ReadAllText(path)))
            .Select(path => $"{WorkTree.Relative(path)}: {Started().Match(File.ReadAllText(path)).Value}");
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void TimeLimit_IsInForce() => Assert.That(TimeLimitAttribute.Holds(TestContext.CurrentContext.Test.ID), Is.True);

    /// <summary>The limit is compiled into every test project, so that no new one is without it.</summary>
    [Test]
    public void EveryTestProject_HasTheTimeLimit()
    {
        var targets = XDocument.Load(Path.Combine(Repository.Root, "tests/Directory.Build.targets"));
        var included = targets.Descendants("Compile").Select(item => ((string)item.Attribute("Include")!, (string?)item.Parent!.Attribute("Condition")));
        Assert.That(included, Does.Contain(("$(MSBuildThisFileDirectory)Shared/TimeLimitAttribute.cs", (string?)"$(MSBuildProjectName.EndsWith('.Tests'))")));

        var home = Path.Combine(Repository.Root, "tests");
        var nearer = WorkTree.Files("tests", "Directory.Build.targets").Where(path => Path.GetDirectoryName(path) != home).ToList();
        var without = WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "*.Tests.csproj"))
            .Where(path => !path.StartsWith(home, StringComparison.Ordinal)
                || nearer.Any(other => path.StartsWith(Path.GetDirectoryName(other)!, StringComparison.Ordinal)));
        Assert.That(without.Select(WorkTree.Relative), Is.Empty, "tests/Directory.Build.targets does not reach them.");
    }

    [TestCase("await using var service = ServiceProcess.Start(\"torghut-ws\", environment);")]
    [TestCase("using var tool = Process.Start(\"node\");")]
    [TestCase("using var listener = new TcpListener(IPAddress.Loopback, 0);")]
    [TestCase("builder.WebHost.UseKestrel();")]
    [TestCase("<ProjectReference Include=\"../sandbox/src/Torghut.Sandbox.Kafka/Torghut.Sandbox.Kafka.csproj\" />")]
    public void Planted_Start_IsFound(string line)
    {
        Assert.That(Started().IsMatch(line), Is.True);
    }

    [GeneratedRegex(@"\bServiceProcess\.Start|\bProcess\.Start\(|\bnew (TcpListener|TcpClient|HttpListener|Socket|ClientWebSocket)\b|UseKestrel|sandbox/src/")]
    private static partial Regex Started();
}
