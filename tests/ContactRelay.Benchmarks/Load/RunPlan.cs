namespace ContactRelay.Benchmarks.Load;

/// <summary>What one run sends, and how.</summary>
internal sealed record RunPlan(string Name)
{
    public static readonly RunPlan Bare = new("bare") { IsDelivered = false };
    public static readonly RunPlan BarePut = new("bare-put");
    public static readonly RunPlan NodeRed = new("node-red");
    public static readonly RunPlan Fresh = new("fresh");
    public static readonly RunPlan Hot = new("hot") { Contacts = 100 };
    public static readonly RunPlan One = new("one") { Contacts = 1, Updates = 1000, ProviderTakes = TimeSpan.FromMilliseconds(200) };
    public static readonly RunPlan Idle = new("idle") { Updates = 200, PerSecond = 20 };
    public static readonly RunPlan Steady = new("steady") { Updates = 10_000, PerSecond = 1000 };
    public static readonly RunPlan BareIdle = Idle with { Name = "bare-idle" };
    public static readonly RunPlan BareSteady = Steady with { Name = "bare-steady" };
    public static readonly RunPlan Backlog = new("backlog") { UsualUpdates = 100_000, IsProviderDown = true, IsOnlyIfNamed = true };

    /// <summary>All of them, in the order in which they are made: each after those that it is compared with.</summary>
    public static IReadOnlyList<RunPlan> All { get; } = [Bare, BarePut, NodeRed, Fresh, Hot, One, BareIdle, Idle, BareSteady, Steady, Backlog];

    /// <summary>How many contacts take turns; without it each update has one of its own.</summary>
    public int? Contacts { get; init; }

    /// <summary>How many updates are sent, whatever is asked for.</summary>
    public int? Updates { get; init; }

    /// <summary>How many are sent where nothing is asked for.</summary>
    public int UsualUpdates { get; init; } = 20_000;

    /// <summary>How many are sent a second; without it as many as are taken.</summary>
    public double? PerSecond { get; init; }

    /// <summary>How long the provider takes for each call.</summary>
    public TimeSpan ProviderTakes { get; init; }

    /// <summary>Whether anything comes to the provider.</summary>
    public bool IsDelivered { get; init; } = true;

    /// <summary>Whether the provider refuses everything until all are accepted.</summary>
    public bool IsProviderDown { get; init; }

    /// <summary>Whether it is made only where it is asked for by its name.</summary>
    public bool IsOnlyIfNamed { get; init; }

    /// <summary>How many updates it sends where so many are asked for.</summary>
    public int CountFor(int? asked) => Updates ?? asked ?? UsualUpdates;
}
