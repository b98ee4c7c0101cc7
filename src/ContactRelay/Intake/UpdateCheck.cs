using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Tenants;

namespace ContactRelay.Intake;

/// <summary>What a provider would say to an update.</summary>
/// <param name="Changes">The changes that are left to send.</param>
/// <param name="LeftOut">Pointers to the fields that are not sent, where the tenant wants that.</param>
/// <param name="Errors">What would be refused for good; empty where nothing would.</param>
internal sealed record UpdateCheck(ContactFields Changes, IReadOnlyList<string> LeftOut, IReadOnlyList<FieldError> Errors)
{
    public static UpdateCheck Run(
        Mailbox mailbox, IContactProvider provider, Tenant tenant, string contactId, ContactFields changes, DateTimeOffset dueBy)
    {
        var known = KnownValues.ForIntake(mailbox, provider, dueBy);
        var errors = provider.Validate(contactId, changes, known, tenant);
        if (!tenant.IgnoreUnmapped || !errors.Any(error => error.IsUnmapped))
        {
            return new(changes, [], errors);
        }

        var leftOut = errors.Where(error => error.IsUnmapped).Select(error => error.Pointer).ToArray();
        var rest = changes.Where(path => !leftOut.Contains(FieldPath.Pointer(path)));
        return rest.Count == 0
            ? new(rest, leftOut, [new("", "The provider has no place for any of these fields.")])
            : new(rest, leftOut, provider.Validate(contactId, rest, known, tenant));
    }
}
