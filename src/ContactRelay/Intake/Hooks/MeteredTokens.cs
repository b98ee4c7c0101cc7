using System.Collections.ObjectModel;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>An object that charges its body's budget when its children are looked through: nothing else can stop a JSONPath that finds nothing.</summary>
internal sealed class MeteredObject(MappingBudget budget) : JObject
{
    private MeteredChildren? _children;

    /// <inheritdoc/>
    protected override IList<JToken> ChildrenTokens => MeteredChildren.Of(ref _children, base.ChildrenTokens, budget);
}

/// <summary>A list that does the same.</summary>
internal sealed class MeteredArray(MappingBudget budget) : JArray
{
    private MeteredChildren? _children;

    /// <inheritdoc/>
    protected override IList<JToken> ChildrenTokens => MeteredChildren.Of(ref _children, base.ChildrenTokens, budget);
}

/// <summary>Children that are charged one by one.</summary>
internal sealed class MeteredChildren(IList<JToken> children, MappingBudget budget) : Collection<JToken>(children), IEnumerable<JToken>
{
    /// <summary>The children, looked at once more.</summary>
    public static MeteredChildren Of(ref MeteredChildren? known, IList<JToken> children, MappingBudget budget)
    {
        budget.Charge();
        return known ??= new(children, budget);
    }

    IEnumerator<JToken> IEnumerable<JToken>.GetEnumerator()
    {
        foreach (var child in Items)
        {
            budget.Charge();
            yield return child;
        }
    }
}
