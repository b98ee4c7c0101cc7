using System.Globalization;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes.Model;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit;

namespace ContactRelay.Tests.Mailboxes;

/// <summary>
/// Random runs of intakes and workers on one mailbox, with crashes, conflicts and lost answers between any two of their
/// steps. <c>CONTACTRELAY_FSCHECK_RUNS=20000</c> makes more of them, each time others. A failure prints the smallest run
/// found, its log, and three numbers to "replay directly": <c>CONTACTRELAY_FSCHECK_SEED=1,2,3</c> makes that run alone.
/// </summary>
public sealed class MailboxModelTests(ITestOutputHelper output)
{
    private const int DefaultRuns = 300;
    private const int RunsToReachAll = 1_000;
    private const int RunsToFindBrokenRule = 5_000;

    // Fixed by default, so that a build that fails, fails again.
    private const string DefaultSeed = "20260301,7";

    [Fact]
    public void Merge_random_run_keeps_every_property() => Check.One(Configured(), Property(World.Merge));

    [Fact]
    public void Each_random_run_keeps_every_property() =>
        Check.One(Configured(), Property(World.Merge with { Each = true }));

    /// <summary>Properties hold easily over runs in which nothing happens. So this asks for each thing that can.</summary>
    [Fact]
    public void Random_runs_reach_everything_that_can_happen()
    {
        var missing = new HashSet<string>(
        [
            "is Delivered", "is Delivered without", "is Superseded", "is Superseded at once", "is Ignored", "is Rejected", "is Expired",
            "was refused with company", "its key was used", "has sent a wake-up: Leased", "has sent a wake-up: NotDue",
            "has sent a wake-up: more is pending", "has sent a wake-up: the answer is lost", "(Tidied): Saved", "(Started): Conflict",
            "No answer in time.", "Too little of the lease was left", "lands", "has landed", "comes back", "is delivered twice",
        ]);

        foreach (var run in Gen.Sample(Scenarios.Arbitrary.Generator, RunsToReachAll, Replay(DefaultSeed).Value.Rnd, 1))
        {
            foreach (var line in Run(run, World.Merge, BrokenRule.None))
            {
                missing.RemoveWhere(what => line.Contains(what, StringComparison.Ordinal));
            }
        }

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public void Broken_rule_is_found(BrokenRule broken)
    {
        var runs = 0;
        var foundIn = 0;
        var property = Prop.ForAll(Scenarios.Arbitrary, scenario =>
        {
            runs++;
            try
            {
                Run(scenario, World.Merge, broken);
            }
            catch (ModelException)
            {
                foundIn = foundIn == 0 ? runs : foundIn;
                throw;
            }
        });

        var config = Config.QuickThrowOnFailure.WithMaxTest(RunsToFindBrokenRule).WithReplay(Replay(DefaultSeed));
        var failure = Record.Exception(() => Check.One(config, property));

        output.WriteLine($"Found in run {foundIn}.\n{failure?.Message}");
        Assert.Contains("BROKEN", failure?.Message, StringComparison.Ordinal);
    }

    public static TheoryData<BrokenRule> BrokenRules() => new(Enum.GetValues<BrokenRule>().Where(rule => rule != BrokenRule.None));

    private static Property Property(BatchRules rules) =>
        Prop.ForAll(Scenarios.Arbitrary, scenario => { Run(scenario, rules, BrokenRule.None); });

    private static IReadOnlyList<string> Run(Scenario scenario, BatchRules rules, BrokenRule broken)
    {
        var world = new World(rules, broken);
        try
        {
            foreach (var step in scenario.Steps)
            {
                world.Do(step);
            }

            Ending.Drain(world);
            return world.Trace;
        }
        catch (Exception e)
        {
            throw new ModelException($"{e.Message}\n{string.Join('\n', world.Trace)}\n{(e is ModelException ? "" : e)}");
        }
    }

    private static Config Configured()
    {
        var runs = Environment.GetEnvironmentVariable("CONTACTRELAY_FSCHECK_RUNS");
        var seed = Environment.GetEnvironmentVariable("CONTACTRELAY_FSCHECK_SEED");
        var config = Config.QuickThrowOnFailure.WithMaxTest(runs is null ? DefaultRuns : int.Parse(runs, CultureInfo.InvariantCulture));
        return seed is not null ? config.WithReplay(Replay(seed))
            : runs is null ? config.WithReplay(Replay(DefaultSeed))
            : config;
    }

    /// <summary>Two numbers begin a series of runs; a third, the size, makes it one run.</summary>
    private static FSharpOption<Replay> Replay(string seed)
    {
        var numbers = seed.Split(',');
        return FSharpOption<Replay>.Some(new(
            new Rnd(ulong.Parse(numbers[0], CultureInfo.InvariantCulture), ulong.Parse(numbers[1], CultureInfo.InvariantCulture)),
            numbers.Length > 2 ? FSharpOption<int>.Some(int.Parse(numbers[2], CultureInfo.InvariantCulture)) : FSharpOption<int>.None));
    }
}
