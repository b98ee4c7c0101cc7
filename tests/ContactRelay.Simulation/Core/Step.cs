namespace ContactRelay.Simulation.Core;

/// <summary>One thing that will happen, at its time and unless the process that it belongs to dies before.</summary>
internal abstract class Step
{
    /// <summary>When, in milliseconds since the run began.</summary>
    public long At { get; set; }

    /// <summary>The process that it belongs to; null for what outlives every process, such as a request on its way.</summary>
    public Instance? Owner { get; init; }

    /// <summary>On whose behalf it happens; null for nobody's.</summary>
    public Activity? Activity { get; init; }

    /// <summary>Whether it was taken back.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>How far it has come, where it happens in several parts.</summary>
    public int Stage { get; protected set; }

    /// <summary>
    /// Whether nobody but the one that it belongs to can tell when it happens, so that of all the orders with what else
    /// could happen now one is enough.
    /// </summary>
    public virtual bool IsUnseen => false;

    public abstract void Run();
}
