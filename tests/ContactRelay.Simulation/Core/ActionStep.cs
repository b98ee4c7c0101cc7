namespace ContactRelay.Simulation.Core;

/// <summary>A step that is an action.</summary>
internal sealed class ActionStep(Action action, bool isUnseen = false) : Step
{
    public override bool IsUnseen { get; } = isUnseen;

    public override void Run() => action();
}
