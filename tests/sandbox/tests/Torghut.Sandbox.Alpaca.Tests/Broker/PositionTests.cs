using FsCheck.Fluent;
using Torghut.Sandbox.Alpaca.Broker;

namespace Torghut.Sandbox.Alpaca.Tests.Broker;

public sealed class PositionTests
{
    [TestCase(10, 100, 10, 110, 20, 105, TestName = "After_Adding_AveragesTheCost")]
    [TestCase(10, 100, -4, 110, 6, 100, TestName = "After_Reducing_KeepsTheAverage")]
    [TestCase(10, 100, -10, 110, 0, 0, TestName = "After_Closing_IsNothing")]
    [TestCase(10, 100, -15, 110, -5, 110, TestName = "After_CrossingZero_StartsAnew")]
    [TestCase(-10, 100, -10, 90, -20, 95, TestName = "After_AddingToAShort_AveragesTheCost")]
    public void After_Execution(int qty, int average, int change, int price, int newQty, int newAverage) =>
        Assert.That(new Position(qty, average).After(change, price), Is.EqualTo(new Position(newQty, newAverage)));

    [Test]
    public void After_AnyExecutions_KeepsTheSumOfQuantities() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll<(short, ushort)[]>(executions =>
            executions.Aggregate(default(Position), (position, e) => position.After(e.Item1, 1 + e.Item2)).Qty == executions.Sum(e => (decimal)e.Item1)));
}
