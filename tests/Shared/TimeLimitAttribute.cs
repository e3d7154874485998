using System.Collections.Concurrent;
using NUnit.Framework.Interfaces;
using Torghut.Testing;

[assembly: TimeLimit(600)]

namespace Torghut.Testing;

/// <summary>
/// A test that is not over by then ends its project's run, which names it. The limit of an assembly is far more than any test takes on a busy machine: what a
/// test waits for has a limit of its own. A drill of hundreds of rounds says its own. No thread can be ended on .NET, so NUnit has no such limit any more.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Method)]
internal sealed class TimeLimitAttribute(int seconds) : TestActionAttribute
{
    private static readonly ConcurrentDictionary<string, ITimer> Running = new(StringComparer.Ordinal);

    public override ActionTargets Targets => ActionTargets.Test;

    /// <summary>Whether a test is running under a limit.</summary>
    public static bool Holds(string testId) => Running.ContainsKey(testId);

    public override void BeforeTest(ITest test)
    {
        // A method's own limit comes behind its assembly's and takes the place of it.
        AfterTest(test);
        Running[test.Id] = TimeProvider.System.CreateTimer(
            _ => Environment.FailFast($"{test.FullName} is not over after {seconds} s."), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
    }

    public override void AfterTest(ITest test)
    {
        if (Running.TryRemove(test.Id, out var timer))
        {
            timer.Dispose();
        }
    }
}
