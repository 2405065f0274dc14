//! The grammar of prologs and declarations: what part a token plays where it stands.

use super::cursor::Token;

/// The part that a token plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    None,
    Error,
    XmlDeclaration,
    TextDeclaration,
    InstanceStart,
    Instruction,
    Comment,
    DoctypeNone,
    DoctypeName,
    DoctypeSystem,
    DoctypePublic,
    DoctypeSubset,
    DoctypeClose,
    EntityNone,
    GeneralName,
    ParameterName,
    EntityValue,
    EntitySystem,
    EntityPublic,
    EntityComplete,
    EntityNotation,
    NotationNone,
    NotationName,
    NotationSystem,
    NotationNoSystem,
    NotationPublic,
    AttlistNone,
    AttlistElement,
    AttributeName,
    AttributeType(&'static str),
    EnumValue,
    NotationValue,
    Implied,
    Required,
    Default,
    Fixed,
    ElementNone,
    ElementName,
    ContentAny,
    ContentEmpty,
    ContentPcdata,
    ContentElement(Quantity),
    GroupOpen,
    GroupClose(Quantity),
    GroupSequence,
    GroupChoice,
    ParameterRef,
    InnerParameterRef,
    IgnoreSection,
}

/// How often a part of a content model may occur, as `pyexpat.model` numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    Once = 0,
    Optional = 1,
    Any = 2,
    Some = 3,
}

/// What came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The beginning of the document.
    Begin,
    /// Before a doctype.
    Before,
    /// Behind the doctype.
    Behind,
    Doctype,
    DoctypeNamed,
    DoctypePublic,
    DoctypeSystem,
    DoctypeIds,
    DoctypeEnd,
    Subset,
    ExternalBegin,
    External,
    Entity,
    ParameterEntity,
    /// A name came: whether that of a parameter entity.
    EntityNamed(bool),
    EntityPublic(bool),
    EntitySystem(bool),
    EntityIds(bool),
    EntityNdata,
    Notation,
    NotationNamed,
    NotationPublic,
    NotationSystem,
    NotationIds,
    Attlist,
    AttlistName,
    AttributeType,
    EnumItem,
    EnumNext,
    NotationList,
    NotationItem,
    NotationNext,
    AttributeDefault,
    AttributeFixed,
    Element,
    ElementContent,
    GroupFirst,
    Pcdata,
    MixedItem,
    MixedNext,
    GroupItem,
    GroupNext,
    Condition,
    ConditionInclude,
    ConditionIgnore,
    /// Only the end of the declaration may come.
    Close,
    Failed,
}

/// Where in the grammar a parser is.
#[derive(Clone, Copy)]
pub(super) struct Grammar {
    state: State,
    /// The role of space before the end of a declaration.
    none: Role,
    /// How deep groups are open.
    pub level: usize,
    /// How deep included sections are open.
    included: usize,
    /// Whether this is the document itself, no external entity.
    pub is_document: bool,
}

const TYPES: [&str; 8] = ["CDATA", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES", "NMTOKEN", "NMTOKENS"];

impl Grammar {
    /// Of a document.
    pub(super) const fn document() -> Grammar {
        Grammar { state: State::Begin, none: Role::None, level: 0, included: 0, is_document: true }
    }

    /// Of an external parameter entity.
    pub(super) const fn external() -> Grammar {
        Grammar { state: State::ExternalBegin, none: Role::None, level: 0, included: 0, is_document: false }
    }

    /// Goes on by a token; `text` is what it is made of.
    pub(super) fn step(&mut self, token: Token, text: &[u8]) -> Role {
        match self.next(token, text) {
            Some((state, role)) => {
                self.state = state;
                role
            }
            None if !self.is_document && token == Token::ParameterRef => Role::InnerParameterRef,
            None => {
                self.state = State::Failed;
                Role::Error
            }
        }
    }

    fn top(&self) -> State {
        if self.is_document { State::Subset } else { State::External }
    }

    /// What only ends the declaration behind a role.
    fn close(&mut self, none: Role, role: Role) -> Option<(State, Role)> {
        self.none = none;
        Some((State::Close, role))
    }

    fn next(&mut self, token: Token, text: &[u8]) -> Option<(State, Role)> {
        match self.state {
            State::Begin | State::Before | State::Behind => self.outside(token, text),
            State::Doctype
            | State::DoctypeNamed
            | State::DoctypePublic
            | State::DoctypeSystem
            | State::DoctypeIds
            | State::DoctypeEnd => self.doctype(token, text),
            State::Subset => self.subset(token, text),
            State::ExternalBegin if token == Token::XmlDeclaration => Some((State::External, Role::TextDeclaration)),
            State::ExternalBegin | State::External => self.external_subset(token, text),
            State::Entity
            | State::ParameterEntity
            | State::EntityNamed(_)
            | State::EntityPublic(_)
            | State::EntitySystem(_)
            | State::EntityIds(_)
            | State::EntityNdata => self.entity(token, text),
            State::Notation
            | State::NotationNamed
            | State::NotationPublic
            | State::NotationSystem
            | State::NotationIds => self.notation(token, text),
            State::Attlist
            | State::AttlistName
            | State::AttributeType
            | State::EnumItem
            | State::EnumNext
            | State::NotationList
            | State::NotationItem
            | State::NotationNext
            | State::AttributeDefault
            | State::AttributeFixed => self.attlist(token, text),
            State::Element
            | State::ElementContent
            | State::GroupFirst
            | State::Pcdata
            | State::MixedItem
            | State::MixedNext
            | State::GroupItem
            | State::GroupNext => self.element(token, text),
            State::Condition | State::ConditionInclude | State::ConditionIgnore => self.condition(token, text),
            State::Close => match token {
                Token::Space => Some((State::Close, self.none)),
                Token::DeclarationClose => Some((self.top(), self.none)),
                _ => None,
            },
            State::Failed => Some((State::Failed, Role::None)),
        }
    }

    fn outside(&self, token: Token, text: &[u8]) -> Option<(State, Role)> {
        let after = if self.state == State::Begin { State::Before } else { self.state };
        match token {
            Token::Space => Some((after, Role::None)),
            Token::XmlDeclaration if self.state == State::Begin => Some((after, Role::XmlDeclaration)),
            Token::Instruction => Some((after, Role::Instruction)),
            Token::Comment => Some((after, Role::Comment)),
            Token::DeclarationOpen if self.state != State::Behind && text == b"<!DOCTYPE" => {
                Some((State::Doctype, Role::DoctypeNone))
            }
            Token::InstanceStart => Some((State::Failed, Role::InstanceStart)),
            _ => None,
        }
    }

    fn doctype(&self, token: Token, text: &[u8]) -> Option<(State, Role)> {
        use State::{Doctype, DoctypeEnd, DoctypeIds, DoctypeNamed, DoctypePublic, DoctypeSystem};
        match (self.state, token) {
            (state, Token::Space) => Some((state, Role::DoctypeNone)),
            (Doctype, Token::Name | Token::PrefixedName) => Some((DoctypeNamed, Role::DoctypeName)),
            (DoctypeNamed | DoctypeIds, Token::OpenBracket) => Some((State::Subset, Role::DoctypeSubset)),
            (DoctypeNamed | DoctypeIds | DoctypeEnd, Token::DeclarationClose) => {
                Some((State::Behind, Role::DoctypeClose))
            }
            (DoctypeNamed, Token::Name) if text == b"SYSTEM" => Some((DoctypeSystem, Role::DoctypeNone)),
            (DoctypeNamed, Token::Name) if text == b"PUBLIC" => Some((DoctypePublic, Role::DoctypeNone)),
            (DoctypePublic, Token::Literal) => Some((DoctypeSystem, Role::DoctypePublic)),
            (DoctypeSystem, Token::Literal) => Some((DoctypeIds, Role::DoctypeSystem)),
            _ => None,
        }
    }

    fn subset(&self, token: Token, text: &[u8]) -> Option<(State, Role)> {
        match token {
            Token::Space | Token::Nothing => Some((self.state, Role::None)),
            Token::DeclarationOpen => match text {
                b"<!ENTITY" => Some((State::Entity, Role::EntityNone)),
                b"<!ATTLIST" => Some((State::Attlist, Role::AttlistNone)),
                b"<!ELEMENT" => Some((State::Element, Role::ElementNone)),
                b"<!NOTATION" => Some((State::Notation, Role::NotationNone)),
                _ => None,
            },
            Token::Instruction => Some((self.state, Role::Instruction)),
            Token::Comment => Some((self.state, Role::Comment)),
            Token::ParameterRef => Some((self.state, Role::ParameterRef)),
            Token::CloseBracket => Some((State::DoctypeEnd, Role::DoctypeNone)),
            _ => None,
        }
    }

    fn external_subset(&mut self, token: Token, text: &[u8]) -> Option<(State, Role)> {
        self.state = State::External;
        match token {
            Token::ConditionOpen => Some((State::Condition, Role::None)),
            Token::ConditionClose if self.included > 0 => {
                self.included -= 1;
                Some((State::External, Role::None))
            }
            Token::ConditionClose | Token::CloseBracket => None,
            Token::Nothing if self.included > 0 => None,
            _ => self.subset(token, text),
        }
    }

    fn entity(&mut self, token: Token, text: &[u8]) -> Option<(State, Role)> {
        use State::{Entity, EntityIds, EntityNamed, EntityNdata, EntityPublic, EntitySystem, ParameterEntity};
        match (self.state, token) {
            (state, Token::Space) => Some((state, Role::EntityNone)),
            (Entity, Token::Percent) => Some((ParameterEntity, Role::EntityNone)),
            (Entity, Token::Name) => Some((EntityNamed(false), Role::GeneralName)),
            (ParameterEntity, Token::Name) => Some((EntityNamed(true), Role::ParameterName)),
            (EntityNamed(parameter), Token::Name) if text == b"SYSTEM" => {
                Some((EntitySystem(parameter), Role::EntityNone))
            }
            (EntityNamed(parameter), Token::Name) if text == b"PUBLIC" => {
                Some((EntityPublic(parameter), Role::EntityNone))
            }
            (EntityNamed(_), Token::Literal) => self.close(Role::EntityNone, Role::EntityValue),
            (EntityPublic(parameter), Token::Literal) => Some((EntitySystem(parameter), Role::EntityPublic)),
            (EntitySystem(parameter), Token::Literal) => Some((EntityIds(parameter), Role::EntitySystem)),
            (EntityIds(_), Token::DeclarationClose) => Some((self.top(), Role::EntityComplete)),
            (EntityIds(false), Token::Name) if text == b"NDATA" => Some((EntityNdata, Role::EntityNone)),
            (EntityNdata, Token::Name) => self.close(Role::EntityNone, Role::EntityNotation),
            _ => None,
        }
    }

    fn notation(&mut self, token: Token, text: &[u8]) -> Option<(State, Role)> {
        use State::{Notation, NotationIds, NotationNamed, NotationPublic, NotationSystem};
        match (self.state, token) {
            (state, Token::Space) => Some((state, Role::NotationNone)),
            (Notation, Token::Name) => Some((NotationNamed, Role::NotationName)),
            (NotationNamed, Token::Name) if text == b"SYSTEM" => Some((NotationSystem, Role::NotationNone)),
            (NotationNamed, Token::Name) if text == b"PUBLIC" => Some((NotationPublic, Role::NotationNone)),
            (NotationPublic, Token::Literal) => Some((NotationIds, Role::NotationPublic)),
            (NotationSystem | NotationIds, Token::Literal) => self.close(Role::NotationNone, Role::NotationSystem),
            (NotationIds, Token::DeclarationClose) => Some((self.top(), Role::NotationNoSystem)),
            _ => None,
        }
    }

    fn attlist(&self, token: Token, text: &[u8]) -> Option<(State, Role)> {
        use State::{
            Attlist, AttlistName, AttributeDefault, AttributeFixed, AttributeType, EnumItem, EnumNext, NotationItem,
            NotationList, NotationNext,
        };
        match (self.state, token) {
            (state, Token::Space) => Some((state, Role::AttlistNone)),
            (Attlist, Token::Name | Token::PrefixedName) => Some((AttlistName, Role::AttlistElement)),
            (AttlistName, Token::DeclarationClose) => Some((self.top(), Role::AttlistNone)),
            (AttlistName, Token::Name | Token::PrefixedName) => Some((AttributeType, Role::AttributeName)),
            (AttributeType, Token::Name) => match TYPES.iter().find(|name| name.as_bytes() == text) {
                Some(name) => Some((AttributeDefault, Role::AttributeType(name))),
                None if text == b"NOTATION" => Some((NotationList, Role::AttlistNone)),
                None => None,
            },
            (AttributeType, Token::OpenParen) => Some((EnumItem, Role::AttlistNone)),
            (EnumItem, Token::Nmtoken | Token::Name | Token::PrefixedName) => Some((EnumNext, Role::EnumValue)),
            (EnumNext | NotationNext, Token::CloseParen) => Some((AttributeDefault, Role::AttlistNone)),
            (EnumNext, Token::Or) => Some((EnumItem, Role::AttlistNone)),
            (NotationList, Token::OpenParen) => Some((NotationItem, Role::AttlistNone)),
            (NotationItem, Token::Name) => Some((NotationNext, Role::NotationValue)),
            (NotationNext, Token::Or) => Some((NotationItem, Role::AttlistNone)),
            (AttributeDefault, Token::PoundName) => match text {
                b"#IMPLIED" => Some((AttlistName, Role::Implied)),
                b"#REQUIRED" => Some((AttlistName, Role::Required)),
                b"#FIXED" => Some((AttributeFixed, Role::AttlistNone)),
                _ => None,
            },
            (AttributeDefault, Token::Literal) => Some((AttlistName, Role::Default)),
            (AttributeFixed, Token::Literal) => Some((AttlistName, Role::Fixed)),
            _ => None,
        }
    }

    fn element(&mut self, token: Token, text: &[u8]) -> Option<(State, Role)> {
        use State::{Element, ElementContent, GroupFirst, GroupItem, GroupNext, MixedItem, MixedNext, Pcdata};
        match (self.state, token) {
            (state, Token::Space) => Some((state, Role::ElementNone)),
            (Element, Token::Name | Token::PrefixedName) => Some((ElementContent, Role::ElementName)),
            (ElementContent, Token::Name) if text == b"EMPTY" => self.close(Role::ElementNone, Role::ContentEmpty),
            (ElementContent, Token::Name) if text == b"ANY" => self.close(Role::ElementNone, Role::ContentAny),
            (ElementContent, Token::OpenParen) => {
                self.level = 1;
                Some((GroupFirst, Role::GroupOpen))
            }
            (GroupFirst, Token::PoundName) if text == b"#PCDATA" => Some((Pcdata, Role::ContentPcdata)),
            (GroupFirst | GroupItem, Token::OpenParen) => {
                self.level += 1;
                Some((GroupItem, Role::GroupOpen))
            }
            (GroupFirst | GroupItem, token) => Some((GroupNext, Role::ContentElement(quantity_of_name(token)?))),
            (Pcdata, Token::CloseParen) => self.close(Role::ElementNone, Role::GroupClose(Quantity::Once)),
            (Pcdata | MixedNext, Token::CloseParenAsterisk) => {
                self.close(Role::ElementNone, Role::GroupClose(Quantity::Any))
            }
            (Pcdata | MixedNext, Token::Or) => Some((MixedItem, Role::ElementNone)),
            (MixedItem, Token::Name | Token::PrefixedName) => Some((MixedNext, Role::ContentElement(Quantity::Once))),
            (GroupNext, Token::Comma) => Some((GroupItem, Role::GroupSequence)),
            (GroupNext, Token::Or) => Some((GroupItem, Role::GroupChoice)),
            (GroupNext, token) => {
                let role = Role::GroupClose(quantity_of_group(token)?);
                self.level -= 1;
                if self.level == 0 { self.close(Role::ElementNone, role) } else { Some((GroupNext, role)) }
            }
            _ => None,
        }
    }

    fn condition(&mut self, token: Token, text: &[u8]) -> Option<(State, Role)> {
        match (self.state, token) {
            (state, Token::Space) => Some((state, Role::None)),
            (State::Condition, Token::Name) if text == b"INCLUDE" => Some((State::ConditionInclude, Role::None)),
            (State::Condition, Token::Name) if text == b"IGNORE" => Some((State::ConditionIgnore, Role::None)),
            (State::ConditionInclude, Token::OpenBracket) => {
                self.included += 1;
                Some((State::External, Role::None))
            }
            (State::ConditionIgnore, Token::OpenBracket) => Some((State::External, Role::IgnoreSection)),
            _ => None,
        }
    }
}

fn quantity_of_name(token: Token) -> Option<Quantity> {
    match token {
        Token::Name | Token::PrefixedName => Some(Quantity::Once),
        Token::NameQuestion => Some(Quantity::Optional),
        Token::NameAsterisk => Some(Quantity::Any),
        Token::NamePlus => Some(Quantity::Some),
        _ => None,
    }
}

fn quantity_of_group(token: Token) -> Option<Quantity> {
    match token {
        Token::CloseParen => Some(Quantity::Once),
        Token::CloseParenQuestion => Some(Quantity::Optional),
        Token::CloseParenAsterisk => Some(Quantity::Any),
        Token::CloseParenPlus => Some(Quantity::Some),
        _ => None,
    }
}
