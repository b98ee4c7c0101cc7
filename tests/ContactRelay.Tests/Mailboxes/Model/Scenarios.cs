using FsCheck;
using FsCheck.Fluent;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>Makes scenarios, and makes those that fail smaller.</summary>
internal static class Scenarios
{
    private const int MaxSteps = 80;

    /// <summary>Mostly work, so that most runs get far enough to go wrong.</summary>
    private static readonly Gen<StepKind> Kinds = Gen.Frequency(
        (5, Gen.Constant(StepKind.Send)),
        (1, Gen.Constant(StepKind.Enqueue)),
        (7, Gen.Constant(StepKind.Intake)),
        (16, Gen.Constant(StepKind.Work)),
        (1, Gen.Constant(StepKind.CrashIntake)),
        (2, Gen.Constant(StepKind.Crash)),
        (5, Gen.Constant(StepKind.Advance)),
        (1, Gen.Constant(StepKind.Duplicate)),
        (1, Gen.Constant(StepKind.Land)));

    private static readonly Gen<Step> Steps =
        from kind in Kinds
        from actor in Gen.Choose(0, 2)
        from count in Gen.Frequency((3, Gen.Choose(1, 3)), (1, Gen.Choose(4, 14)))
        from choice in Gen.Choose(0, 999_999)
        select new Step(kind, actor, count, choice);

    private static readonly Gen<Scenario> All =
        from length in Gen.Choose(1, MaxSteps)
        from steps in Gen.ArrayOf(Steps, length)
        select new Scenario(steps);

    public static Arbitrary<Scenario> Arbitrary { get; } = Arb.From(All, Smaller);

    private static IEnumerable<Scenario> Smaller(Scenario scenario)
    {
        var steps = scenario.Steps;
        for (var size = (steps.Count + 1) / 2; size >= 1; size = size == 1 ? 0 : (size + 1) / 2)
        {
            for (var at = 0; at < steps.Count; at += size)
            {
                yield return new([.. steps.Take(at), .. steps.Skip(at + size)]);
            }
        }

        for (var at = 0; at < steps.Count; at++)
        {
            var step = steps[at];
            foreach (var simpler in (Step[])[step with { Count = 1 }, step with { Choice = 0 }, step with { Actor = 0 }])
            {
                if (simpler != step)
                {
                    yield return new([.. steps.Take(at), simpler, .. steps.Skip(at + 1)]);
                }
            }
        }
    }
}
