using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Providers;

namespace ContactRelay.Simulation.Checks;

/// <summary>
/// What a contact must look like at its provider, from nothing but its updates and what became of them: of each field
/// the newest value that was delivered, and all tags that were. One thing is not certain: a value whose call had no
/// answer, and whose update then ended otherwise, may be there too if it is newer; such an update must say so. The
/// e-mail address, which some providers demand in every call, may come of any update.
/// </summary>
internal static class ReferenceModel
{
    /// <summary>What is wrong with the contact, or null.</summary>
    public static string? Compare(IReadOnlyCollection<FinalUpdate> updates, ProviderContact contact)
    {
        var delivered = updates.Where(update => update.Status == UpdateStatus.Delivered).OrderBy(update => update.Version).ToList();
        var perhaps = updates.Where(update => update.IsUnknown && update.Status is not (UpdateStatus.Delivered or UpdateStatus.Superseded)).ToList();
        foreach (var path in updates.SelectMany(update => update.Changes.Paths).Distinct().Where(path => path != "tags"))
        {
            var newest = delivered.LastOrDefault(update => update.Changes[path] is not null);
            var held = contact.Values.GetValueOrDefault(SimulatedTenant.NameOf(path));
            var isHeldPerhaps = (path == "email" ? updates : perhaps).Any(update =>
                update.Changes.Text(path) is { } value && value == held && (newest is null || update.Version > newest.Version));
            if (held != newest?.Changes.Text(path) && !isHeldPerhaps)
            {
                return $"{path} is {held ?? "absent"}, and {newest?.Changes.Text(path) ?? "nothing"} was delivered last";
            }
        }

        var tags = TagsOf(delivered);
        return !tags.IsSubsetOf(contact.Tags) ? "a tag that was delivered is not there"
            : !contact.Tags.IsSubsetOf(tags.Concat(TagsOf(perhaps))) ? "there is a tag that was not delivered"
            : Superseded(updates, delivered);
    }

    /// <summary>An update is superseded only where for each of its fields a newer one was delivered.</summary>
    private static string? Superseded(IEnumerable<FinalUpdate> updates, List<FinalUpdate> delivered) => updates
        .Where(update => update.Status == UpdateStatus.Superseded)
        .Any(update => !update.Changes.Paths.All(path => path != "tags"
            && delivered.Exists(other => other.Version > update.Version && other.Changes[path] is not null)))
        ? "an update was superseded by nothing"
        : null;

    private static HashSet<string> TagsOf(IEnumerable<FinalUpdate> updates) =>
        [.. updates.Select(update => update.Changes["tags"]).OfType<Contacts.FieldValue>().SelectMany(tags => tags.AsList()).Select(tag => tag.AsText())];
}
